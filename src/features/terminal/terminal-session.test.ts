import { createRoot } from "solid-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ACK_QUIET } from "./output-stream";
import { createTerminalSession } from "./terminal-session";
import { createTerminalStore, type TerminalState } from "./terminal-store";
import { createBlocks } from "./blocks/blocks";
import { makeFakeApp, makeFakeHost, makePanel, makeShown } from "./testing";

async function setup(state: TerminalState = { id: null }) {
  const fake = await makeFakeApp();
  const host = makeFakeHost();
  const panel = makePanel("terminal:1", state, async () => true);
  const { store, session } = createRoot(() => {
    const made = createTerminalStore(fake.app);
    return { store: made, session: createTerminalSession(fake.app, panel, made, host) };
  });
  const calls = (name: string) =>
    fake.backend.calls.filter((call) => call.name === name).map((call) => call.params);
  const settle = () => vi.advanceTimersByTimeAsync(ACK_QUIET + 100);
  return { ...fake, host, panel, store, session, calls, settle };
}

describe("terminal session", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("starts the shell with the size of its room and shows what it prints", async () => {
    const { session, panel, calls, host, backend, settle } = await setup({ id: null, cwd: { path: "src" } });
    await session.begin();
    await settle();
    expect(calls("terminalStart")).toEqual([
      { restore: null, cwd: { path: "src" }, name: null, cols: 100, rows: 30 },
    ]);
    const id = panel.state().id;
    expect(session.phase()).toEqual({ at: "running", id });
    expect(host.text()).toContain("❯");
    expect(calls("terminalResize"), "it has its size from the start").toEqual([]);
    backend.terminals.print(id ?? "", "hello");
    expect(host.text()).toContain("hello");
  });

  it("uses the last size where it cannot be measured", async () => {
    const { session, host, calls } = await setup();
    host.room = undefined;
    await session.begin();
    expect(calls("terminalStart")).toMatchObject([{ cols: 80, rows: 24 }]);
  });

  it("types in order and returns all credit", async () => {
    const { session, panel, host, backend, settle } = await setup();
    await session.begin();
    await settle();
    for (const key of "echo hi\r") session.input(key);
    await settle();
    expect(host.text()).toContain("echo hi\r\necho hi\r\n");
    const bytes = new TextEncoder().encode(host.text()).length;
    expect(backend.terminals.acked.get(panel.state().id ?? "")).toBe(bytes);
  });

  it("waits for a program that has not read its input, and loses nothing", async () => {
    const { session, host, backend, notices, settle } = await setup();
    await session.begin();
    await settle();
    const message = "The program in the terminal does not read its input.";
    backend.failNext("terminalWrite", { code: "conflict", message, retryable: false });
    session.input("a");
    session.input("b");
    await settle();
    expect(host.text()).toContain("ab");
    expect(notices).toEqual([]);
  });

  it("attaches to a shell that runs, telling it the size first", async () => {
    const first = await setup();
    const { id } = await first.app.ipc.terminalStart({
      restore: null,
      cwd: null,
      name: null,
      cols: 80,
      rows: 24,
    });
    first.backend.terminals.print(id, "kept");
    first.panel.setState({ id });
    await first.session.begin();
    await first.settle();
    expect(first.host.text()).toContain("kept");
    const names = first.backend.calls.map((call) => call.name).filter((name) => name !== "windowBoot");
    expect(names.slice(0, 3)).toEqual(["terminalStart", "terminalResize", "terminalAttach"]);
  });

  const keptOne = { id: "old-1", name: "build", cwd: "/src/app", keptAt: 0, problem: null };

  it("begins a kept terminal again, and only when it is shown", async () => {
    const { session, store, backend, host, calls, panel, settle } = await setup({ id: "old-1" });
    backend.terminals.keep(keptOne, "old words");
    await store.refresh();
    expect(calls("terminalStart"), "nothing runs yet").toEqual([]);
    await session.begin();
    await settle();
    expect(calls("terminalStart")).toEqual([
      { restore: "old-1", cwd: null, name: null, cols: 100, rows: 30 },
    ]);
    expect(panel.state().id, "it is the same terminal").toBe("old-1");
    expect(host.text()).toMatch(/old words\r\n── restored ──\r\n.*❯/);
  });

  it("offers the same kept terminal again when its shell could not be started", async () => {
    const { session, store, backend, calls } = await setup({ id: "old-1" });
    backend.terminals.keep(keptOne, "old words");
    await store.refresh();
    backend.failNext("terminalStart", { code: "notFound", message: "No shell.", retryable: false });
    await session.begin();
    expect(session.phase()).toEqual({ at: "unstarted", failure: { message: "No shell." } });
    await session.restart();
    expect(session.phase()).toEqual({ at: "running", id: "old-1" });
    expect(calls("terminalClose"), "what was kept is not given up").toEqual([]);
  });

  it("begins again with another owner, below what was shown", async () => {
    const { session, store, backend, host, panel, settle } = await setup();
    await session.begin();
    await settle();
    store.shown.set(
      panel.id,
      makeShown(
        panel,
        session,
        createBlocks(host.screen, () => 0),
      ),
    );
    const id = panel.state().id ?? "";
    backend.terminals.print(id, "before");
    backend.terminals.takeOver();
    backend.emit({ type: "ownerChanged" });
    await settle();
    await settle();
    expect(session.phase()).toEqual({ at: "running", id });
    expect(host.text()).toMatch(/before.*── restored ──/s);
  });

  it("says why no shell came to be, and tries again", async () => {
    const { session, backend, panel } = await setup();
    backend.failNext("terminalStart", {
      code: "invalid",
      message: "No shell.",
      hint: "Set terminal.shell.",
      retryable: false,
    });
    await session.begin();
    expect(session.phase()).toEqual({
      at: "unstarted",
      failure: { message: "No shell.", hint: "Set terminal.shell." },
    });
    await session.restart();
    expect(session.phase()).toEqual({ at: "running", id: panel.state().id });
  });

  it("keeps the screen at the end, takes no keys, and restarts as a new shell", async () => {
    const { session, panel, store, backend, host, calls, settle } = await setup();
    await session.begin();
    await settle();
    const old = panel.state().id ?? "";
    backend.terminals.print(old, "last words");
    backend.terminals.exit(old, 3);
    session.exited(store.get(old)!);
    expect(session.phase()).toEqual({ at: "exited", id: old, exit: { code: 3, signal: null } });
    expect(host.text()).toContain("last words");
    session.input("x");
    expect(calls("terminalWrite")).toEqual([]);

    await session.restart();
    await settle();
    expect(session.phase()).toEqual({ at: "running", id: panel.state().id });
    expect(panel.state().id).not.toBe(old);
    expect(host.text(), "the new shell has a clean screen").not.toContain("last words");
    expect(store.isGone(old), "the ended one is put away").toBe(true);
  });

  it("notices a shell that ended before its start was answered", async () => {
    const { session, app, backend, panel } = await setup();
    const start = app.ipc.terminalStart;
    app.ipc.terminalStart = async (params) => {
      const terminal = await start(params);
      backend.terminals.exit(terminal.id, 127);
      return terminal;
    };
    await session.begin();
    const exit = { code: 127, signal: null };
    expect(session.phase()).toEqual({ at: "exited", id: panel.state().id, exit });
  });

  it("shows the output again after it failed", async () => {
    const { session, panel, backend, host, settle } = await setup();
    backend.failNext("terminalAttach", { code: "internal", message: "The channel broke.", retryable: true });
    await session.begin();
    await settle();
    const id = panel.state().id ?? "";
    expect(session.phase()).toEqual({ at: "detached", id, failure: { message: "The channel broke." } });
    session.attachAgain();
    await settle();
    expect(session.phase()).toEqual({ at: "running", id });
    expect(host.text()).toContain("❯");
  });

  it("ends a shell that started after its panel closed", async () => {
    const { session, calls, app } = await setup();
    const begun = session.begin();
    session.dispose();
    await begun;
    expect(calls("terminalClose")).toHaveLength(1);
    expect((await app.ipc.terminalList({})).terminals).toEqual([]);
  });

  it("detaches when its panel closes", async () => {
    const { session, calls, settle, host, backend, panel } = await setup();
    await session.begin();
    await settle();
    session.dispose();
    await settle();
    expect(calls("terminalDetach")).toHaveLength(1);
    const before = host.text();
    backend.terminals.print(panel.state().id ?? "", "unseen");
    expect(host.text()).toBe(before);
  });
});
