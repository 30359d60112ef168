/** What is said of a run: what was open, what was done, and when. */
import type { SessionInfo } from "../../ipc/bindings";
import { relativeTime } from "../../ui/relative-time";

/** Names that a line has room for. */
const NAMED = 3;

function joined(names: string[]): string {
  const shown = names.slice(0, NAMED).join(", ");
  return names.length > NAMED ? `${shown} and ${names.length - NAMED} more` : shown;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The files that were worked with, else the tabs, else the terminals. */
export function sessionTitle(session: SessionInfo): string {
  const open = new Set(session.tabs.map(({ title }) => title));
  const worked = session.files.map(({ path }) => nameOf(path));
  // A run without tabs had no window, or all were closed: what it worked with says most.
  const files = open.size === 0 ? worked : worked.filter((name) => open.has(name));
  const rest = session.tabs.map(({ title }) => title).filter((title) => !files.includes(title));
  const names = [...new Set([...files, ...rest])];
  if (names.length > 0) return joined(names);
  const { length } = session.terminals;
  return length === 1 ? "1 terminal" : `${length} terminals`;
}

/** Branch, programs, terminals and the time, as far as they are known. */
export function sessionDetail(session: SessionInfo, now: number): string {
  const { length } = session.terminals;
  const terminals =
    length === 0 || session.tabs.length === 0 ? "" : length === 1 ? "1 terminal" : `${length} terminals`;
  return [session.branch ?? "", joined(session.commands), terminals, relativeTime(session.at, now)]
    .filter((part) => part !== "")
    .join(" · ");
}

/** `14:02` of today, `20 Nov` of another day. */
export function shortMoment(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  if (then.toDateString() === today.toDateString()) {
    return then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  }
  return then.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
}
