import { describe, expect, it } from "vitest";
import { makeFake } from "../../ipc/fake";
import { startFake, until } from "../../testing/start-fake";
import { readAhead } from "./read-ahead";

const files = { "a.txt": "one\n", "b.txt": "two\n", "big.txt": "x".repeat(2 << 20) };
const asked = (path: string) => [{ path: { path }, line: null, column: null }];

describe("reading ahead", () => {
  it("has the document that was asked for before anything is drawn, and asks for its text once", async () => {
    const { fake, root } = await startFake({ files, boot: { open: asked("a.txt") } });
    await until(
      "the text is drawn",
      () => root.querySelector(".cm-content")?.textContent?.includes("one") === true,
    );
    const names = fake.calls.map(({ name }) => name);
    expect(names.filter((name) => name === "documentOpen" || name === "documentText")).toEqual([
      "documentOpen",
      "documentText",
    ]);
  });

  it("takes what stands in front in the stored layout", async () => {
    const first = await startFake({ files, boot: { open: asked("b.txt") } });
    await until("the layout is kept", () => first.fake.calls.some(({ name }) => name === "layoutSave"));
    const { layout } = await first.fake.ipc.layoutRead({ window: "main" });
    const fake = makeFake({ files, boot: { layout } });
    await readAhead(fake.ipc, await fake.ipc.windowBoot({}));
    expect(fake.calls.filter(({ name }) => name === "documentText").length).toBe(1);
  });

  it("leaves large files, and files that are gone, to their tabs", async () => {
    for (const path of ["big.txt", "gone.txt"]) {
      const fake = makeFake({ files, boot: { open: asked(path) } });
      const boot = await fake.ipc.windowBoot({});
      await readAhead(fake.ipc, boot);
      expect(boot.documents).toEqual([]);
    }
  });

  it("forgets a text that may have changed meanwhile", async () => {
    const fake = makeFake({ files, boot: { open: asked("a.txt") } });
    const boot = await fake.ipc.windowBoot({});
    const { ipc, notice } = await readAhead(fake.ipc, boot);
    const document = boot.documents[0] ?? expect.fail("it is open");
    notice({ type: "documentReloaded", document });
    await ipc.documentText({ doc: document.doc });
    expect(fake.calls.filter(({ name }) => name === "documentText").length, "it is asked for again").toBe(2);
  });
});
