import { expect, it } from "vitest";
import type { TerminalInfo } from "../../ipc/bindings";
import { titleOf, tooltipOf } from "./terminal-title";

const base: TerminalInfo = {
  id: "t1",
  name: "zsh",
  title: null,
  shell: "/bin/zsh",
  cwd: "/home/a/ripgrep",
  pid: 42,
  cols: 80,
  rows: 24,
  busy: null,
  exit: null,
  startedAt: 1,
};

it.each<[string, Partial<TerminalInfo>, string]>([
  ["the folder when nothing else is known", {}, "zsh — ripgrep"],
  ["the program in front", { busy: "cargo", title: "old" }, "zsh — cargo"],
  ["the title of a program", { title: "htop on host" }, "zsh — htop on host"],
  ["only the folder of a shell's usual title", { title: "root@box: ~/src/ripgrep" }, "zsh — ripgrep"],
  ["the home folder of a shell's usual title", { title: "root@box: ~" }, "zsh — ~"],
  ["the person's name", { name: "build" }, "build — ripgrep"],
  ["nothing twice", { name: "vim", busy: "vim" }, "vim"],
  ["the root folder", { cwd: "/" }, "zsh — /"],
  ["a name for a nameless one", { name: " " }, "zsh — ripgrep"],
  ["nothing that reorders the tab", { title: "a\u202eb\x07c" }, "zsh — abc"],
  ["a long title shortened", { title: "x".repeat(100) }, `zsh — ${"x".repeat(59)}…`],
])("a tab shows %s", (_name, fields, expected) => {
  expect(titleOf({ ...base, ...fields })).toBe(expected);
});

it("tells shell, process, folder and title on hover", () => {
  expect(tooltipOf({ ...base, title: "htop" })).toBe("htop\n/bin/zsh, process 42\n/home/a/ripgrep");
});
