import { createRoot } from "solid-js";
import { describe, expect, it } from "vitest";
import type { TerminalInfo } from "../../ipc/bindings";
import { closeTerminals, mayQuit } from "./terminal-closing";
import { openTerminal } from "./terminal-commands";
import { createTerminalStore } from "./terminal-store";
import { makeFakeApp } from "./testing";

async function setup(fields: Partial<TerminalInfo> = {}) {
  const fake = await makeFakeApp();
  const store = createRoot(() => createTerminalStore(fake.app));
  const started = await fake.app.ipc.terminalStart({
    restore: null,
    cwd: null,
    name: null,
    cols: 80,
    rows: 24,
  });
  fake.app.ipc.terminalList = async () => ({ terminals: [{ ...started, ...fields }], kept: [] });
  openTerminal(fake.app, { id: started.id });
  const panel = fake.panels[0]!;
  const ended = () => fake.backend.calls.some(({ name }) => name === "terminalClose");
  return { ...fake, store, panel, ended };
}

describe("closing a terminal", () => {
  it("ends an idle shell without a question", async () => {
    const { app, store, panel, questions, ended } = await setup();
    expect(await closeTerminals(app, store, [panel])).toBe(true);
    expect(questions).toEqual([]);
    expect(ended()).toBe(true);
  });

  it("names the program that runs, and keeps the panel when told so", async () => {
    const { app, store, panel, questions, ended } = await setup({ busy: "cargo" });
    expect(await closeTerminals(app, store, [panel]), "Esc keeps what runs").toBe(false);
    expect(questions[0]?.message).toContain("cargo is still running");
    expect(ended()).toBe(false);
  });

  it("ends the program when told so", async () => {
    const { app, store, panel, answers, ended } = await setup({ busy: "cargo" });
    answers.push("end");
    expect(await closeTerminals(app, store, [panel])).toBe(true);
    expect(ended()).toBe(true);
  });

  it("asks once for several terminals, and lists what runs in them", async () => {
    const { app, store, panel, panels, questions, answers, ended } = await setup({ busy: "cargo" });
    const second = await app.ipc.terminalStart({ restore: null, cwd: null, name: null, cols: 80, rows: 24 });
    const first = store.get(panel.state().id ?? "");
    openTerminal(app, { id: second.id });
    app.ipc.terminalList = async () => ({
      terminals: [
        { ...first!, busy: "cargo" },
        { ...second, busy: "vim" },
      ],
      kept: [],
    });
    const all = [panel, panels.at(-1)!];
    expect(await closeTerminals(app, store, all)).toBe(false);
    expect(questions.map(({ title, list }) => [title, list?.length])).toEqual([["End 2 programs?", 2]]);
    expect(ended()).toBe(false);
    answers.push("end");
    expect(await closeTerminals(app, store, all)).toBe(true);
    expect(ended()).toBe(true);
  });

  it("asks nothing about a shell that has ended or is gone", async () => {
    const first = await setup({ busy: "cargo", exit: { code: 0, signal: null } });
    expect(await closeTerminals(first.app, first.store, [first.panel])).toBe(true);
    const second = await setup({ busy: "cargo" });
    second.store.put({ type: "closed", id: second.panel.state().id ?? "" });
    expect(await closeTerminals(second.app, second.store, [second.panel])).toBe(true);
    expect([...first.questions, ...second.questions]).toEqual([]);
  });

  it("keeps the panel and says why when the shell cannot be ended", async () => {
    const { app, store, panel, backend, notices } = await setup();
    backend.failNext("terminalClose", { code: "internal", message: "It does not end.", retryable: false });
    expect(await closeTerminals(app, store, [panel])).toBe(false);
    expect(notices).toEqual([{ level: "error", message: "It does not end." }]);
  });

  it("asks once before the window closes over running programs", async () => {
    const idle = await setup();
    expect(await mayQuit(idle.app, idle.store)).toBe(true);
    const busy = await setup({ busy: "vim" });
    expect(await mayQuit(busy.app, busy.store)).toBe(false);
    expect(busy.questions[0]?.message).toContain("vim");
    busy.answers.push("close");
    expect(await mayQuit(busy.app, busy.store)).toBe(true);
  });
});
