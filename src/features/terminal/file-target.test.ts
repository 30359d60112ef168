import { describe, expect, it } from "vitest";
import { makeFake } from "../../ipc/fake";
import { candidates, chooseFile, inWorkspace } from "./file-target";

const around = { cwd: "/home/a/ripgrep/crates/core", root: "/home/a/ripgrep", home: "/home/a" };
const link = (path: string) => ({ start: 0, end: 0, path, line: 1 });

describe("files that a link may mean", () => {
  it.each([
    ["main.rs", ["crates/core/main.rs", "main.rs"]],
    ["./main.rs", ["crates/core/main.rs", "main.rs"]],
    ["../x.rs", ["crates/x.rs", "/home/a/x.rs"]],
    ["/home/a/ripgrep/src/a.rs", ["src/a.rs"]],
    ["/usr/lib/x.py", ["/usr/lib/x.py"]],
    ["/home/a/ripgrep-two/x.rs", ["/home/a/ripgrep-two/x.rs"]],
    ["~/ripgrep/a.rs", ["a.rs"]],
    ["~/other.rs", ["/home/a/other.rs"]],
  ])("%s", (path, expected) => {
    expect(candidates(link(path), around)).toEqual(expected);
  });

  it("names a file once when the terminal stands at the top", () => {
    expect(candidates(link("a.rs"), { ...around, cwd: around.root })).toEqual(["a.rs"]);
  });

  it("understands folders written with ~", () => {
    expect(candidates(link("a.rs"), { cwd: "~/ripgrep/src", root: "~/ripgrep", home: "/home/a" })).toEqual([
      "src/a.rs",
      "a.rs",
    ]);
  });

  it("takes the one that is there, and the likeliest when none is", async () => {
    const { ipc } = makeFake({ files: { "src/a.rs": "", "crates/core/b.rs": "" } });
    expect(await chooseFile(ipc, link("src/a.rs"), around)).toBe("src/a.rs");
    expect(await chooseFile(ipc, link("b.rs"), around)).toBe("crates/core/b.rs");
    expect(await chooseFile(ipc, link("none.rs"), around)).toBe("crates/core/none.rs");
  });

  it("knows the workspace itself", () => {
    expect(inWorkspace("/home/a/ripgrep", "/home/a/ripgrep/")).toBe("");
    expect(inWorkspace("/x", "/")).toBe("x");
  });
});
