import { describe, expect, it } from "vitest";
import { NO_FILTERS, paramsOf } from "./run-filters";

describe("what the panel asks for", () => {
  it("prefers the terminal's folder, and asks for nothing else only when told to", () => {
    const around = { folder: "/w/a", branch: "main" };
    const all = paramsOf("make", NO_FILTERS, around, null);
    expect([all.near, all.cwd, all.unique]).toEqual(["/w/a", null, true]);
    const there = paramsOf("make", { ...NO_FILTERS, folder: true }, around, "r1");
    expect([there.near, there.cwd, there.after]).toEqual(["/w/a", "/w/a", "r1"]);
    const nowhere = paramsOf(" ", NO_FILTERS, { folder: undefined, branch: undefined }, null);
    expect([nowhere.near, nowhere.query]).toEqual([null, null]);
  });
});
