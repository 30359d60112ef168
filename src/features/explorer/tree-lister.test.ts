import { describe, expect, it } from "vitest";
import { makeLister } from "./tree-lister";

describe("reading folders", () => {
  it("joins what is asked while a folder is read to one more reading", async () => {
    const open: (() => void)[] = [];
    const lister = makeLister(() => new Promise((resolve) => open.push(resolve)));
    const asked = [1, 2, 3].map(() => lister.list({ path: "src" }));
    expect(open.length, "the others wait").toBe(1);
    open[0]?.();
    await asked[0];
    await Promise.resolve();
    expect(open.length, "one reading stands for both").toBe(2);
    open[1]?.();
    await Promise.all(asked);
  });

  it("reads again after a failure", async () => {
    let count = 0;
    const lister = makeLister(async () => {
      count += 1;
    });
    await lister.list({ path: "" });
    await lister.list({ path: "" });
    expect(count).toBe(2);
  });
});
