import { describe, expect, it } from "vitest";
import { checkName, selectedPart } from "./name-rules";
import { isInside, joinPath, moveInto } from "./tree-path";

describe("a name in the tree", () => {
  const siblings = new Set(["taken.rs"]);
  const fault = (name: string, nested = false): string | undefined => checkName(name, siblings, { nested });

  it("is refused with what is wrong", () => {
    for (const name of ["", "  ", ".", "..", "a/b", "taken.rs", "x".repeat(256), "é".repeat(128), "a\0b"]) {
      expect(fault(name), name).toBeTypeOf("string");
    }
  });

  it("may be anything that a file system takes", () => {
    for (const name of ["a", ".env", "two words", "new\nline", "Taken.rs", "…"])
      expect(fault(name), name).toBeUndefined();
  });

  it("may make folders on the way when it is new", () => {
    expect(fault("a/b.rs", true)).toBeUndefined();
    expect(fault("folder/", true)).toBeUndefined();
    for (const name of ["a//b", "../b", "/a"]) expect(fault(name, true), name).toBeTypeOf("string");
  });

  it("is edited without its ending", () => {
    expect(selectedPart("lines.rs", false)).toEqual([0, 5]);
    expect(selectedPart("archive.tar.gz", false)).toEqual([0, 11]);
    expect(selectedPart(".env", false)).toEqual([0, 4]);
    expect(selectedPart("v1.2", true)).toEqual([0, 4]);
  });
});

describe("paths", () => {
  it("join below a folder and below the workspace", () => {
    expect(joinPath({ path: "" }, "a")).toEqual({ path: "a" });
    expect(joinPath({ path: "src" }, "a")).toEqual({ path: "src/a" });
  });

  it("keep bytes that are not UTF-8", () => {
    const folder = { path: "caf\ufffd", pathBytes: btoa("caf\xe9") };
    expect(joinPath(folder, "ü")).toEqual({ path: "caf\ufffd/ü", pathBytes: btoa("caf\xe9/\xc3\xbc") });
    const file = { name: "x\ufffd", path: { path: "d/x\ufffd", pathBytes: btoa("d/x\xff") } };
    expect(moveInto({ path: "é" }, file)).toEqual({ path: "é/x\ufffd", pathBytes: btoa("\xc3\xa9/x\xff") });
    expect(moveInto({ path: "" }, file)).toEqual({ path: "x\ufffd", pathBytes: btoa("x\xff") });
  });

  it("lie inside a folder only below its whole name", () => {
    expect(isInside({ path: "src/a" }, { path: "src" })).toBe(true);
    expect(isInside({ path: "src2/a" }, { path: "src" })).toBe(false);
  });
});
