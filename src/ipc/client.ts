/**
 * The commands of the core as plain async functions: data when they resolve, `AppError` when they throw.
 */
import { Channel } from "@tauri-apps/api/core";
import { AppError } from "./app-error";
import { commands, type RawBytes, type TerminalAttached, type TerminalParams } from "./bindings";
import { makeSearchIpc } from "./search-client";
import type { SearchIpc } from "./search-types";

type Commands = typeof commands;
type Unwrapped<R> =
  R extends Promise<infer U>
    ? U extends { status: "ok"; data: infer D }
      ? // The generator writes bytes as `number[]`; they cross raw and arrive as a buffer.
        D extends RawBytes
        ? ArrayBuffer
        : D
      : never
    : never;
type Call<F> = F extends (...args: infer A) => infer R ? (...args: A) => Promise<Unwrapped<R>> : never;

/** What only the command line asks for. */
type Scripted =
  | "entitiesFind"
  | "historyVersion"
  | "indexRun"
  | "linkSuggest"
  | "noteFind"
  | "scriptCommand"
  | "symbolsList"
  | "taskProblems"
  | "taskShow";

/** Every command of the core that a page has a use for; the fake backend of the tests has the same shape. */
export type Ipc = {
  [K in Exclude<keyof Commands, "terminalAttach" | Scripted | keyof SearchIpc>]: Call<Commands[K]>;
} & {
  /** Attaches this window to a terminal; `onBytes` gets its messages, perhaps before this resolves. */
  terminalAttach: (params: TerminalParams, onBytes: (data: ArrayBuffer) => void) => Promise<TerminalAttached>;
} & SearchIpc;

type Answer = { status: "ok"; data: unknown } | { status: "error"; error: unknown };

async function unwrap(answer: Promise<Answer>): Promise<unknown> {
  let settled: Answer;
  try {
    settled = await answer;
  } catch (thrown) {
    throw AppError.from(thrown);
  }
  if (settled.status === "error") throw AppError.from(settled.error);
  return settled.data;
}

/** The client of the real core. */
export function makeIpc(): Ipc {
  const calls: Record<string, unknown> = {};
  for (const [name, command] of Object.entries(commands)) {
    const call = command as (...args: unknown[]) => Promise<Answer>;
    calls[name] = (...args: unknown[]) => unwrap(call(...args));
  }
  calls["terminalAttach"] = (params: TerminalParams, onBytes: (data: ArrayBuffer) => void) => {
    const channel = new Channel<RawBytes>();
    channel.onmessage = (message) => onBytes(toBuffer(message));
    return unwrap(commands.terminalAttach(params, channel));
  };
  return { ...calls, ...makeSearchIpc(toBuffer) } as unknown as Ipc;
}

/** Small raw messages travel as JSON arrays, large ones as buffers. */
function toBuffer(message: unknown): ArrayBuffer {
  if (message instanceof ArrayBuffer) return message;
  return Uint8Array.from(message as number[]).buffer;
}
