import { describe, expect, it } from "vitest";
import { AppError } from "./app-error";
import { makeFake } from "./fake";

describe("an error of the core", () => {
  it.each([
    [
      { code: "conflict", message: "No.", hint: "Wait.", retryable: true },
      ["conflict", "No.", "Wait.", true],
    ],
    [
      { code: "conflict", message: "No.", hint: null, retryable: false },
      ["conflict", "No.", undefined, false],
    ],
    [new Error("odd"), ["internal", "odd", undefined, false]],
    ["command not allowed", ["internal", "command not allowed", undefined, false]],
  ])("has one shape, whatever was thrown (%j)", (thrown, expected) => {
    const { code, message, hint, retryable } = AppError.from(thrown);
    expect([code, message, hint, retryable]).toEqual(expected);
  });
});

describe("the backend in memory", () => {
  it("applies changes as the core does and refuses those that do not fit", async () => {
    const { ipc, files } = makeFake({ files: { "a.txt": "one\ntwo\n" } });
    const { doc } = await ipc.documentOpen({ path: { path: "a.txt" }, encoding: null });
    const change = (counter: number, parents: string[], changes: [number, number, string][]) =>
      ipc.documentChange({ change: { doc, replica: "r", counter, parents, changes } });
    await change(
      1,
      [],
      [
        [0, 3, "1"],
        [4, 7, "2"],
      ],
    );
    await expect(change(2, [], [[0, 0, "x"]]), "not on the head").rejects.toMatchObject({ code: "conflict" });
    await expect(change(2, ["r:1"], [[90, 91, "x"]]), "beyond").rejects.toMatchObject({ code: "invalid" });
    await ipc.documentSave({
      doc,
      path: null,
      encoding: null,
      lineEnd: "crlf",
      overwrite: false,
      counter: 1,
    });
    expect(new TextDecoder().decode(files.read("a.txt"))).toBe("1\r\n2\r\n");
  });
});
