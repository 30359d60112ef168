/** One panel's terminal: starts or attaches, moves bytes both ways, and knows where it stands. */
import { createSignal, type Accessor } from "solid-js";
import { AppError } from "../../ipc/app-error";
import type { TerminalInfo, TerminalView } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { makeInputQueue, type InputQueue } from "./input-queue";
import { makeOutputStream, type OutputSource, type OutputStream } from "./output-stream";
import { makeResizer, type Size } from "./resizer";
import { reducePhase, type Failure, type Phase, type PhaseEvent } from "./terminal-reducer";
import type { TerminalPanel, TerminalStore } from "./terminal-store";
import type { XtermHost } from "./xterm-host";

export interface TerminalSession {
  readonly host: XtermHost;
  readonly phase: Accessor<Phase>;
  /** Starts the shell, or attaches to the one that runs. The host is attached by then. */
  begin(): Promise<void>;
  /** Types into the shell. */
  input(data: string): void;
  /** Fits with the next frame. */
  fit(): void;
  /** How the panel is shown from now on. */
  see(view: TerminalView): void;
  /** Takes note of the shell's end. */
  exited(terminal: TerminalInfo): void;
  /** A new shell below what the one showed that ended with its owner. */
  beginAgain(): Promise<void>;
  /** A new shell in the panel of one that has ended. */
  restart(): Promise<void>;
  /** Asks for the output again after it failed. */
  attachAgain(): void;
  dispose(): void;
}

export function failureOf(error: unknown): Failure {
  const { message, hint } = AppError.from(error);
  return hint === undefined ? { message } : { message, hint };
}

function sourceOf(app: App, id: string): OutputSource {
  return {
    attach: async (onBytes) => (await app.ipc.terminalAttach({ id }, onBytes)).attachment,
    ack: async (attachment, bytes, view) => {
      await app.ipc.terminalAck({ id, attachment, bytes, view });
    },
    detach: async (attachment) => void (await app.ipc.terminalDetach({ id, attachment })),
  };
}

function inputOf(app: App, id: string): InputQueue {
  return makeInputQueue({
    send: async (data) => void (await app.ipc.terminalWrite({ id, data })),
    // A conflict is a program that has not read what was typed before; it may still do so.
    mayRetry: (error) => AppError.from(error).code === "conflict",
    onRefused: (error) => app.notify({ level: "error", ...failureOf(error) }),
  });
}

export function createTerminalSession(
  app: App,
  panel: TerminalPanel,
  store: TerminalStore,
  host: XtermHost,
): TerminalSession {
  const [phase, setPhase] = createSignal<Phase>({ at: "starting" });
  const move = (event: PhaseEvent) => setPhase((before) => reducePhase(before, event));
  let stream: OutputStream | undefined;
  let queue: InputQueue | undefined;
  let view: TerminalView = "front";
  let over = false;

  const resizer = makeResizer({
    fit: () => {
      const size = host.fit();
      if (size) store.lastSize = size;
      return size;
    },
    send: (size) => {
      const now = phase();
      // A terminal that ends just now needs no size any more.
      if (now.at === "running") void tellSize(now.id, size);
    },
  });

  const tellSize = (id: string, size: Size) => app.ipc.terminalResize({ id, ...size }).catch(() => undefined);

  const fitNow = () => {
    const size = host.fit();
    if (size) store.lastSize = size;
    return size;
  };

  const connect = (id: string) => {
    stream = makeOutputStream(sourceOf(app, id), host, (error) => {
      if (store.isGone(id)) return;
      release();
      move({ type: "outputFailed", id, failure: failureOf(error) });
    });
    stream.see(view);
    queue = inputOf(app, id);
  };

  const release = () => {
    stream?.dispose();
    queue?.dispose();
    stream = undefined;
    queue = undefined;
  };

  const enter = (id: string) => {
    move({ type: "started", id });
    connect(id);
    // It may have ended before anybody was looking; its last screen is shown all the same.
    const exit = store.get(id)?.exit;
    if (exit) move({ type: "exited", id, exit });
  };

  const run = (terminal: TerminalInfo) => {
    store.put({ type: "changed", terminal });
    panel.setState({ ...panel.state(), id: terminal.id });
    resizer.settle({ cols: terminal.cols, rows: terminal.rows });
    enter(terminal.id);
    // The room may have changed while the shell was starting.
    resizer.request();
  };

  /** Starts a new terminal, or a kept one again. */
  const start = async (restore: string | null = null) => {
    const size = fitNow() ?? store.lastSize;
    const { cwd } = panel.state();
    try {
      const started = await app.ipc.terminalStart({ restore, cwd: cwd ?? null, name: null, ...size });
      if (!over) run(started);
      // The panel was closed meanwhile, so nobody would ever see this shell.
      else await app.ipc.terminalClose({ id: started.id });
    } catch (error) {
      if (!over) move({ type: "startFailed", failure: failureOf(error) });
    }
  };

  const isKept = (id: string) => store.kept(id) !== undefined && store.get(id) === undefined;

  const attachTo = async (id: string) => {
    const size = fitNow();
    // The screen is drawn for the size that the owner knows, so that comes first.
    if (size) await tellSize(id, size);
    if (over) return;
    if (size) resizer.settle(size);
    enter(id);
  };

  return {
    host,
    phase,
    async begin() {
      const { id } = panel.state();
      if (id === null || isKept(id)) await start(id);
      else await attachTo(id);
    },
    async beginAgain() {
      release();
      host.reset();
      move({ type: "lost" });
      await start(panel.state().id);
    },
    input(data) {
      if (phase().at === "running") queue?.push(data);
    },
    fit: () => resizer.request(),
    see(next) {
      view = next;
      host.aside(view === "aside");
      stream?.see(view);
    },
    exited(terminal) {
      if (terminal.exit) move({ type: "exited", id: terminal.id, exit: terminal.exit });
    },
    async restart() {
      const { id, cwd } = panel.state();
      if (phase().at !== "exited" && phase().at !== "unstarted") return;
      release();
      host.reset();
      if (phase().at === "unstarted" && id !== null && isKept(id)) {
        // What was kept is given up only when the person closes the panel.
        move({ type: "restarted" });
        return start(id);
      }
      panel.setState(cwd ? { id: null, cwd } : { id: null });
      move({ type: "restarted" });
      await start();
      if (id !== null) await app.ipc.terminalClose({ id }).catch(() => undefined);
    },
    attachAgain() {
      const now = phase();
      if (now.at !== "detached") return;
      host.reset();
      move({ type: "attachAgain", id: now.id });
      connect(now.id);
    },
    dispose() {
      over = true;
      release();
      resizer.dispose();
      host.dispose();
    },
  };
}
