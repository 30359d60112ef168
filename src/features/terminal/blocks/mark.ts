/** The places in a terminal's output that its shell marked, as they cross the wire. */

export type Mark =
  /** The shell is about to write its prompt. */
  | { at: "prompt" }
  /** The prompt is written; what a person types follows. */
  | { at: "input" }
  /** `cwd` is where it runs, if its shell told that. */
  | { at: "command"; run: string; cwd?: string }
  /** `exit` is null where the shell gave none. */
  | { at: "end"; run: string; exit: number | null }
  /** A snapshot was drawn. This page makes it, behind each one; what of it is placed follows. */
  | { at: "redrawn" }
  /** Where a run stands in the snapshot just before, in lines from its first; no `exit` while it runs. */
  | { at: "placed"; run: string; line: number; input?: number; end?: number; exit?: number | null };

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function readMark(value: unknown): Mark | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { at, run, exit, line, input, end, cwd } = value as Record<string, unknown>;
  if (at === "prompt" || at === "input") return { at };
  if (typeof run !== "string") return undefined;
  if (at === "command") return { at, run, ...(typeof cwd === "string" ? { cwd } : {}) };
  const status = typeof exit === "number" ? exit : null;
  if (at === "end") return { at, run, exit: status };
  if (at !== "placed" || !isCount(line)) return undefined;
  return {
    at,
    run,
    line,
    ...(isCount(input) ? { input } : {}),
    ...(isCount(end) ? { end } : {}),
    ...(exit === undefined ? {} : { exit: status }),
  };
}

/** Reads a message of marks; kinds that a newer core may have are passed over. Throws when it is no list. */
export function readMarks(json: Uint8Array): Mark[] {
  const list: unknown = JSON.parse(new TextDecoder().decode(json));
  if (!Array.isArray(list)) throw new Error("The marks of a terminal could not be read.");
  return list.map(readMark).filter((mark) => mark !== undefined);
}
