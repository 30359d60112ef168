/** How events are told: a title, what else is known, and where a click leads. */
import type { JournalEvent, WirePath } from "../../ipc/bindings";
import { visiblePath } from "../../ui/visible-name";
import { payloadOf } from "./timeline-reducer";

export type TimelineTarget =
  | { type: "file"; path: WirePath }
  | { type: "terminal"; id: string }
  | { type: "commit"; hash: string }
  | { type: "run"; ref: string }
  | { type: "log" };

export interface TimelineWords {
  title: string;
  detail: string;
  target: TimelineTarget | undefined;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const short = (place: string): string => (/^[0-9a-f]{40}$/.test(place) ? place.slice(0, 8) : place);
const lastPart = (path: string): string => path.split("/").at(-1) ?? path;
const folder = (path: string): string => path.split("/").slice(0, -1).join("/");

/** What an event says to a person. */
export function wordsOf(row: JournalEvent): TimelineWords {
  const payload = payloadOf(row);
  const forgotten = row.payload === null;
  // What is forgotten names no file, even where that is still known.
  const event = forgotten ? { ...row, file: null } : row;
  const target = targetOf(event, payload);
  const told = (title: string, detail = ""): TimelineWords => ({
    title,
    detail: forgotten ? "forgotten" : detail,
    target,
  });
  const file = visiblePath(event.file?.path ?? "");
  switch (event.kind) {
    case "document.saved":
      return told(file === "" ? "A file was saved" : `Saved ${lastPart(file)}`, folder(file));
    case "document.changed":
      return told(`Changed ${lastPart(file) || "an untitled text"}`, folder(file));
    case "history.replaced":
      return told("Replaced text", restoredOf(payload));
    case "history.undone":
      return told(
        payload["of"] === "history.replaced" ? "Replacing undone" : "Restore undone",
        restoredOf(payload),
      );
    case "history.restored": {
      const path = visiblePath((payload["path"] as WirePath | undefined)?.path ?? "");
      return told(`Restored ${path || "the folder"}`, restoredOf(payload));
    }
    case "terminal.started": {
      const shell = lastPart(text(payload["shell"])) || "a shell";
      return told(`Terminal with ${shell}`, `in ${lastPart(text(payload["cwd"])) || "/"}`);
    }
    case "run.started":
      return told(
        text(payload["command"]).split("\n")[0] || "A command",
        `in ${lastPart(text(payload["cwd"])) || "a terminal"}`,
      );
    case "run.ended":
      return told("Command ended", payload["lost"] === true ? "with Tenon" : statusOf(payload["exit"]));
    case "terminal.ended":
      return told("Terminal ended", exitOf(payload["exit"]));
    case "link.added":
      return told("Linked", text(payload["to"]));
    case "link.removed":
      return told("Link removed", text(payload["to"]));
    case "note.created":
      return told(`Made note ${lastPart(file) || "of a file"}`, folder(file));
    case "note.renamed": {
      const from = visiblePath((payload["from"] as WirePath | undefined)?.path ?? "");
      return told(`Renamed note to ${lastPart(file) || "another name"}`, from === "" ? "" : `from ${from}`);
    }
    case "task.created":
      return told(`Made task ${taskOf(event.subject)}`, text(payload["status"]));
    case "task.changed":
      return told(`Changed task ${taskOf(event.subject)}`, fieldsOf(payload["fields"]));
    case "git.branchSwitched":
      return told(
        `Switched to ${short(text(payload["to"]) || text(payload["head"])) || "another branch"}`,
        fromOf(payload),
      );
    case "policy.denied":
      return told("Refused", `${text(payload["command"])} · ${text(payload["rule"])}`);
    case "policy.asked":
      return told("Asked", `${text(payload["command"])} · ${text(payload["rule"])}`);
    case "workspace.opened":
      return told("Folder opened");
    case "workspace.trusted":
      return told(payload["trusted"] === false ? "Folder not trusted" : "Folder trusted");
    case "sidecar.changed":
      return told("Sidecar", text(payload["state"]));
    case "egress.decided":
      return told(attemptOf(payload), text(payload["target"]));
    case "erased":
      return told("Forgotten", countOf(payload["seqs"]));
    default:
      return told(plain(event.kind), file || text(payload["name"]));
  }
}

/** `area.somethingHappened` as words. */
function plain(kind: string): string {
  const words = kind.replaceAll(".", " ").replaceAll(/([a-z])([A-Z])/g, "$1 $2");
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

/** The id of a task; one without an id is known by its file only. */
function taskOf(subject: string): string {
  return subject.startsWith("task:") ? subject.slice("task:".length) : "without an id";
}

function fieldsOf(fields: unknown): string {
  return Array.isArray(fields) ? fields.map(text).join(", ") : "";
}

function exitOf(exit: unknown): string {
  if (typeof exit !== "object" || exit === null) return "";
  const { code, signal } = exit as { code?: unknown; signal?: unknown };
  if (typeof code === "number") return `status ${code}`;
  return text(signal);
}

function statusOf(exit: unknown): string {
  return typeof exit === "number" ? `status ${exit}` : "";
}

function fromOf(payload: Record<string, unknown>): string {
  const from = short(text(payload["from"]));
  return from === "" ? "" : `from ${from}`;
}

function restoredOf(payload: Record<string, unknown>): string {
  const parts = ["changed", "created", "removed", "failed"].map(
    (name) => [Number(payload[name]), name] as const,
  );
  return parts
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(", ");
}

/** What the sidecar did or tried; what it starts is a program and no server. */
function attemptOf({ decision, way }: Record<string, unknown>): string {
  if (way === "picture") return decision === "allowed" ? "Picture asked of" : "Picture not asked of";
  const starts = way === "subprocess";
  if (decision === "denied")
    return starts ? "Sidecar was kept from starting" : "Sidecar was kept from reaching";
  if (starts) return "Sidecar started";
  return decision === "allowed" ? "Sidecar was let through to" : "Sidecar tried to reach";
}

function countOf(seqs: unknown): string {
  const count = Array.isArray(seqs) ? seqs.length : 0;
  return count === 1 ? "1 event" : `${count} events`;
}

function targetOf(event: JournalEvent, payload: Record<string, unknown>): TimelineTarget | undefined {
  const [sort, id = ""] = [event.subject.split(":")[0], event.subject.slice(event.subject.indexOf(":") + 1)];
  if (event.file) return { type: "file", path: event.file };
  if (sort === "terminal") return { type: "terminal", id };
  // Events of older versions name a terminal as they name a command.
  if (event.kind.startsWith("terminal.") && sort === "run") return { type: "terminal", id };
  const terminal = text(payload["terminal"]);
  if (event.kind === "run.started" && terminal !== "") return { type: "terminal", id: terminal };
  if (event.kind.startsWith("run.") && sort === "run") return { type: "run", ref: event.subject };
  if (sort === "commit") return { type: "commit", hash: id };
  const commit = text(payload["head"]);
  if (event.kind === "git.branchSwitched" && commit !== "") return { type: "commit", hash: commit };
  if (/^(sidecar|policy|egress)\./.test(event.kind)) return { type: "log" };
  return undefined;
}
