import type { LogLine } from "../../ipc/bindings";

/** Most lines that are kept. */
export const mostLines = 5_000;

/** How the sidecar begins its lines: the moment and a level, which stand in columns of their own here. */
const ownBegin = /^\d{4}-\d\d-\d\dT[\d:.]+Z (DEBUG|INFO|WARNING|ERROR|CRITICAL) /;
const ownLevels: Record<string, string> = {
  DEBUG: "debug",
  WARNING: "warn",
  ERROR: "error",
  CRITICAL: "error",
};

/** A line of the sidecar with its own level, and without what is said twice. */
function told(line: LogLine): LogLine {
  const [begin, level = ""] = (line.target === "sidecar" && ownBegin.exec(line.message)) || [];
  if (begin === undefined) return line;
  return { ...line, level: ownLevels[level] ?? line.level, message: line.message.slice(begin.length) };
}

/** Lines with new ones behind them, in order, each once, and no more than are kept. */
export function addLines(lines: LogLine[], added: LogLine[]): LogLine[] {
  const last = lines.at(-1)?.seq ?? 0;
  const sorted = added.filter(({ seq }) => seq > last).sort((a, b) => a.seq - b.seq);
  const fresh = sorted.filter(({ seq }, index) => seq !== sorted[index - 1]?.seq);
  if (fresh.length === 0) return lines;
  return [...lines, ...fresh.map(told)].slice(-mostLines);
}

export const levels = ["error", "warn", "info", "debug", "trace"] as const;

export interface LogFilter {
  text: string;
  /** The least severe level that shows. */
  level: string;
  /** Only from here; empty for everything. */
  target: string;
}

export const everything: LogFilter = { text: "", level: "info", target: "" };

/** The part of a target that people choose by: its first name. */
export function sourceOf(target: string): string {
  return target.split("::")[0] ?? target;
}

/** Lines that pass a filter. */
export function filterLines(lines: LogLine[], filter: LogFilter): LogLine[] {
  const most = levels.indexOf(filter.level as (typeof levels)[number]);
  const text = filter.text.trim().toLowerCase();
  return lines.filter((line) => {
    if (levels.indexOf(line.level as (typeof levels)[number]) > most) return false;
    if (filter.target !== "" && sourceOf(line.target) !== filter.target) return false;
    return text === "" || `${line.target} ${line.message}`.toLowerCase().includes(text);
  });
}

/** A line as it is copied. */
export function lineText(line: LogLine): string {
  return `${new Date(line.at).toISOString()} ${line.level} ${line.target} ${line.message}`;
}
