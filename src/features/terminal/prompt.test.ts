import { createRoot } from "solid-js";
import { describe, expect, it } from "vitest";
import { createBlocks } from "./blocks/blocks";
import type { Mark } from "./blocks/mark";
import { putCommand } from "./prompt";
import { createTerminalStore } from "./terminal-store";
import { createTerminalSession } from "./terminal-session";
import { makeFakeApp, makeFakeHost, makePanel, makeShown } from "./testing";

async function setup(...played: (string | Mark)[]) {
  const fake = await makeFakeApp();
  const host = makeFakeHost();
  const info = await fake.app.ipc.terminalStart({ restore: null, cwd: null, name: null, cols: 80, rows: 24 });
  const panel = makePanel("p", { id: info.id }, async () => true);
  const { shown, store } = createRoot(() => {
    const store = createTerminalStore(fake.app);
    store.put({ type: "changed", terminal: info });
    const session = createTerminalSession(fake.app, panel, store, host);
    const blocks = createBlocks(host.screen, () => 0);
    const shown = makeShown(panel, session, blocks);
    return { shown, store };
  });
  await shown.session.begin();
  for (const part of played) {
    if (typeof part === "string") host.screen.write(part);
    else host.screen.write("", () => shown.blocks.take([part]));
  }
  await new Promise<void>((done) => host.screen.write("", done));
  const put = (text: string, options = { run: true, replace: false }) =>
    putCommand(fake.app, store, shown, text, options);
  const typed = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    const writes = fake.backend.calls.filter(({ name }) => name === "terminalWrite");
    return writes.map(({ params }) => (params as { data: string }).data).join("");
  };
  return { ...fake, host, put, typed };
}

const prompt: (string | Mark)[] = [{ at: "prompt" }, "$ ", { at: "input" }];

describe("putting a command at the prompt", () => {
  it("types it and presses Enter", async () => {
    const { put, typed } = await setup(...prompt);
    expect(await put("make\tall")).toBe(true);
    expect(await typed(), "a tab would complete").toBe("make all\r");
  });

  it("types nothing into a program that runs", async () => {
    const { put, typed, notices } = await setup(...prompt, "cat\r\n", { at: "command", run: "a" });
    expect(await put("make")).toBe(false);
    expect(await typed()).toBe("");
    expect(notices[0]?.message).toBe("A program runs in this terminal.");
  });

  it("does not run behind what is typed there, and takes its place when it may", async () => {
    const { put, typed, notices } = await setup(...prompt, "rm -rf ");
    expect(await put("/tmp/x")).toBe(false);
    expect(await typed()).toBe("");
    expect(notices[0]?.message).toBe("Something is typed at the prompt already.");
    expect(await put("ls", { run: false, replace: true })).toBe(true);
    expect(await typed()).toBe("\x15ls");
  });

  it("puts several lines in brackets, or asks", async () => {
    const { put, typed, host, questions, answers } = await setup(...prompt);
    host.brackets = true;
    await put("a\nb\n", { run: false, replace: false });
    expect(host.pasted).toEqual(["a\nb"]);
    host.brackets = false;
    answers.push("cancel");
    expect(await put("a\nb")).toBe(false);
    expect(questions).toHaveLength(1);
    expect(await typed(), "not even Enter").toBe("");
  });

  it("never runs a command with a masked secret, or one that held control characters", async () => {
    const { put, typed, notices } = await setup(...prompt);
    await put("curl -H <REDACTED:GITHUB_TOKEN:01234567>");
    await put("echo \x1b[2J");
    expect(await typed()).not.toContain("\r");
    expect(notices.map(({ message }) => message)).toEqual([
      "A secret in this command is not kept. It stands at the prompt and was not run.",
      "Control characters were left out of the command; it was not run.",
    ]);
  });
});
