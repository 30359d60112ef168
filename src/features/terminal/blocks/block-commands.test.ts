import { createRoot } from "solid-js";
import { describe, expect, it } from "vitest";
import type { MenuItem } from "../../../kernel/app";
import { createTerminalSession } from "../terminal-session";
import { createTerminalStore } from "../terminal-store";
import { makeFakeApp, makeFakeHost, makePanel, makeShown, noLinks } from "../testing";
import { blockCommands } from "./block-commands";
import { foldCommands, foldMenus } from "./fold-commands";
import { createBlocks } from "./blocks";
import type { Mark } from "./mark";
import { scriptName, scriptOf } from "./saved-script";

async function setup(...played: (string | Mark)[]) {
  const fake = await makeFakeApp();
  const host = makeFakeHost();
  const panel = makePanel("p", { id: "t" }, async () => true);
  let menus: MenuItem[] = [];
  const blocks = createRoot(() => {
    const store = createTerminalStore(fake.app);
    const session = createTerminalSession(fake.app, panel, store, host);
    const made = createBlocks(host.screen, () => 0);
    store.shown.set("p", makeShown(panel, session, made));
    menus = foldMenus(fake.app, store);
    fake.app.commands.register([
      ...blockCommands(fake.app, store, noLinks),
      ...foldCommands(fake.app, store),
    ]);
    return made;
  });
  for (const part of played) {
    if (typeof part === "string") host.screen.write(part);
    else host.screen.write("", () => blocks.take([part]));
  }
  await new Promise<void>((done) => host.screen.write("", done));
  const run = (id: string) => fake.run(`terminal.${id}`, { id: "p", run: "a" });
  /** What of folding the menu of the block offers. */
  const offered = () => {
    const of = menus.filter((item) => item.menu === "terminal.block");
    return of.filter((item) => item.when?.({ id: "p", run: "a" })).map(({ title }) => title);
  };
  return { ...fake, blocks, run, panel, offered };
}

const block: (string | Mark)[] = [
  { at: "prompt" },
  "$ ",
  { at: "input" },
  "make\r\n",
  { at: "command", run: "a" },
  "error: broken\r\n",
  { at: "end", run: "a", exit: 2 },
];

describe("what can be done with a command", () => {
  it("says that nothing is linked in place of an empty list", async () => {
    const { run, blocks, backend, notices, foreign } = await setup(...block);
    await run("blockLinks");
    expect(notices.at(-1)?.message, "what nothing can lead to").toMatch(/not in the history/);
    blocks.told(backend.runs.add({ id: "a", command: "make" }));
    await run("blockLinks");
    expect(notices.at(-1)?.message).toBe("This command has no links yet.");
    expect(foreign).toEqual([]);
  });

  it("copies the command, its output, and both", async () => {
    const { run, backend } = await setup(...block);
    await run("blockCopyCommand");
    expect(backend.system.clipboard).toBe("make");
    await run("blockCopyOutput");
    expect(backend.system.clipboard).toBe("error: broken");
    await run("blockCopy");
    expect(backend.system.clipboard).toBe("make\nerror: broken");
  });

  it("takes from the history what has scrolled out", async () => {
    const { run, backend } = await setup(...block.slice(0, 5), "more\r\n".repeat(2000));
    backend.runs.add({ id: "a", command: "make" });
    backend.runs.outputs.set("a", "all of it");
    await run("blockCopyOutput");
    expect(backend.system.clipboard).toBe("all of it");
  });

  it("opens a script that is not saved", async () => {
    const { run, foreign, blocks, backend } = await setup(...block);
    blocks.told(backend.runs.add({ id: "a", command: "cargo test -p x --lib" }));
    await run("blockSaveScript");
    const [made] = foreign;
    expect(made?.id).toBe("editor.newFile");
    const seed = made?.args[0] as { text: string; label: string };
    expect(seed.label).toBe("scripts/cargo-test-p-x-lib.sh");
    expect(seed.text).toMatch(/^#!.*bash\n[^]*\n\ncargo test -p x --lib\n$/);
    expect(scriptName("★ 💥"), "a name is needed in any case").toBe("script");
  });

  it("makes the script one of the shell that the command was typed into", () => {
    const made = (shell: string | undefined) => {
      const { text, label } = scriptOf("make", shell);
      return [label, text.split("\n")[0], text.split("\n").at(-2)];
    };
    expect(made("/usr/bin/zsh")).toEqual(["scripts/make.sh", "#!/usr/bin/env zsh", "make"]);
    expect(made("/usr/bin/fish")).toEqual(["scripts/make.fish", "#!/usr/bin/env fish", "make"]);
    expect(made("pwsh")).toEqual(["scripts/make.ps1", "#!/usr/bin/env pwsh", "make"]);
    for (const other of ["/bin/bash", "/bin/sh", "/opt/odd", undefined])
      expect(made(other)).toEqual(["scripts/make.sh", "#!/usr/bin/env bash", "make"]);
  });

  it("says when no line tells of an error", async () => {
    const { run, notices, blocks, backend } = await setup(...block);
    await run("blockFirstError");
    expect(notices[0]?.message).toBe("No line of this command's output tells of an error.");
    const firstError = { line: 1, text: "error: broken" };
    blocks.told(backend.runs.add({ id: "a", command: "make", exit: 2, firstError }));
    await run("blockFirstError");
    expect(notices, "it is found").toHaveLength(1);
  });

  it("is linked and shown in the history when that knows it, and says so when not", async () => {
    const { run, notices, foreign, blocks, backend } = await setup(...block);
    await run("blockLinkTo");
    expect(notices[0]?.message).toContain("is not in the history");
    blocks.told(backend.runs.add({ id: "a", command: "make" }));
    for (const id of ["blockLinkTo", "blockCopyLink", "blockHistory"]) await run(id);
    expect(foreign.map(({ id, args }) => [id, args[0]])).toEqual([
      ["links.add", "run:a"],
      ["links.copy", "run:a"],
      ["runs.show", "run:a"],
    ]);
  });

  it("folds the output, keeps that with the panel, and unfolds it", async () => {
    const { run, panel, notices, offered } = await setup(...block);
    expect(offered()).toEqual(["Collapse Output"]);
    await run("blockCollapse");
    expect(offered()).toEqual(["Expand Output"]);
    expect(panel.state().folded).toEqual(["a"]);
    await run("blockExpand");
    expect(panel.state().folded).toBeUndefined();
    await run("collapseAll");
    expect(panel.state().folded).toEqual(["a"]);
    await run("expandAll");
    expect(panel.state()).toEqual({ id: "t" });
    const quiet = await setup(...block.slice(0, 5), { at: "end", run: "a", exit: 0 });
    expect(quiet.offered(), "there is nothing to collapse").toEqual([]);
    await quiet.run("blockCollapse");
    expect(quiet.notices[0]?.message).toContain("no output that could be collapsed");
    expect(notices).toEqual([]);
  });
});
