/** What the window knows of the owner's terminals, and the life of one panel. Pure and idempotent. */
import type { TerminalExit, TerminalInfo } from "../../ipc/bindings";

export interface Terminals {
  byId: Readonly<Record<string, TerminalInfo>>;
  /** Terminals that are gone: an answer that was on its way must not bring them back. */
  gone: readonly string[];
}

export const NO_TERMINALS: Terminals = { byId: {}, gone: [] };

const GONE_KEPT = 256;

export type TerminalsEvent =
  | { type: "listed"; terminals: TerminalInfo[]; kept?: readonly string[] }
  /** The list of another owner, which knows nothing of shells that ended with the one before. */
  | { type: "tookOver"; terminals: TerminalInfo[]; kept: readonly string[] }
  | { type: "changed"; terminal: TerminalInfo }
  | { type: "closed"; id: string };

function put(state: Terminals, terminal: TerminalInfo): Terminals {
  if (state.gone.includes(terminal.id)) return state;
  // A list may have been made before the end that was told in an event: nothing lives again.
  const exit = terminal.exit ?? state.byId[terminal.id]?.exit ?? null;
  return { ...state, byId: { ...state.byId, [terminal.id]: { ...terminal, exit } } };
}

export function reduceTerminals(state: Terminals, event: TerminalsEvent): Terminals {
  switch (event.type) {
    case "listed":
      return event.terminals.reduce((sum, terminal) => put(sum, terminal), state);
    case "tookOver": {
      const known = new Set([...event.terminals.map(({ id }) => id), ...event.kept]);
      const lost = Object.keys(state.byId).filter((id) => !known.has(id));
      const gone = [...state.gone, ...lost].slice(-GONE_KEPT);
      return event.terminals.reduce<Terminals>((sum, terminal) => put(sum, terminal), { byId: {}, gone });
    }
    case "changed":
      return put(state, event.terminal);
    case "closed": {
      if (state.gone.includes(event.id)) return state;
      const byId = Object.fromEntries(Object.entries(state.byId).filter(([id]) => id !== event.id));
      return { byId, gone: [...state.gone, event.id].slice(-GONE_KEPT) };
    }
  }
}

export interface Failure {
  message: string;
  hint?: string;
}

/** Where a panel stands. */
export type Phase =
  | { at: "starting" }
  | { at: "running"; id: string }
  | { at: "exited"; id: string; exit: TerminalExit }
  /** No shell came to be. */
  | { at: "unstarted"; failure: Failure }
  /** The shell may still run, its output does not arrive. */
  | { at: "detached"; id: string; failure: Failure };

export type PhaseEvent =
  | { type: "started"; id: string }
  | { type: "startFailed"; failure: Failure }
  | { type: "exited"; id: string; exit: TerminalExit }
  | { type: "outputFailed"; id: string; failure: Failure }
  | { type: "attachAgain"; id: string }
  | { type: "restarted" }
  /** The shell ended with its owner and begins again with another one. */
  | { type: "lost" };

export function reducePhase(phase: Phase, event: PhaseEvent): Phase {
  switch (event.type) {
    case "started":
      return phase.at === "starting" ? { at: "running", id: event.id } : phase;
    case "startFailed":
      return phase.at === "starting" ? { at: "unstarted", failure: event.failure } : phase;
    case "exited":
      if (phase.at !== "running" && phase.at !== "detached") return phase;
      return phase.id === event.id ? { at: "exited", id: event.id, exit: event.exit } : phase;
    case "outputFailed":
      if (phase.at !== "running" || phase.id !== event.id) return phase;
      return { at: "detached", id: event.id, failure: event.failure };
    case "attachAgain":
      return phase.at === "detached" && phase.id === event.id ? { at: "running", id: event.id } : phase;
    case "lost":
      return { at: "starting" };
    case "restarted":
      return phase.at === "exited" || phase.at === "unstarted" ? { at: "starting" } : phase;
  }
}

/** `exited 0`, `killed by SIGKILL`. */
export function exitText(exit: TerminalExit): string {
  if (exit.signal) return `killed by ${exit.signal}`;
  return exit.code === null ? "ended" : `exited ${exit.code}`;
}
