import { createRoot } from "solid-js";
import { describe, expect, it } from "vitest";
import { createTerminalSession } from "../terminal-session";
import { createTerminalStore } from "../terminal-store";
import { makeFakeApp, makeFakeHost, makePanel } from "../testing";
import { blockCommands, scriptName, scriptText } from "./block-commands";
import { createBlocks } from "./blocks";
import type { Mark } from "./mark";

async function setup(...played: (string | Mark)[]) {
  const fake = await makeFakeApp();
  const host = makeFakeHost();
  const panel = makePanel("p", { id: "t" }, async () => true);
  const blocks = createRoot(() => {
    const store = createTerminalStore(fake.app);
    const session = createTerminalSession(fake.app, panel, store, host);
    const made = createBlocks(host.screen, () => 0);
    store.shown.set("p", { panel, session, find: () => undefined, blocks: made });
    fake.app.commands.register(blockCommands(fake.app, store));
    return made;
  });
  for (const part of played) {
    if (typeof part === "string") host.screen.write(part);
    else host.screen.write("", () => blocks.take([part]));
  }
  await new Promise<void>((done) => host.screen.write("", done));
  const run = (id: string) => fake.run(`terminal.${id}`, { id: "p", run: "a" });
  return { ...fake, blocks, run };
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
    const seed = { text: scriptText("cargo test -p x --lib"), label: "scripts/cargo-test-p-x-lib.sh" };
    expect(foreign).toEqual([{ id: "editor.newFile", args: [seed] }]);
    expect(seed.text).toMatch(/^#!.*bash\n[^]*\n\ncargo test -p x --lib\n$/);
    expect(scriptName("★ 💥"), "a name is needed in any case").toBe("task");
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
});
