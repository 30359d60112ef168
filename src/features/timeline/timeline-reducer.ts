import type { JournalEvent, WirePath } from "../../ipc/bindings";

/** Most events that are kept on the page; older ones are read again when they are scrolled to. */
export const mostEvents = 10_000;

export interface TimelineFilter {
  /** An entry of `areas`; empty for everything. */
  area: string;
  /** Only this file. */
  file: WirePath | undefined;
  /** Only so many milliseconds back; 0 for any time. */
  past: number;
}

/** What the Timeline begins with: all areas, without what only says that Tenon does its work. */
export const usual: TimelineFilter = { area: "", file: undefined, past: 0 };
export const everything: TimelineFilter = { ...usual, area: "all" };

/** What people choose by, and the areas of kinds that it stands for. */
export const areas: { id: string; title: string; kinds: string[] }[] = [
  { id: "files", title: "Files", kinds: ["document"] },
  { id: "terminals", title: "Terminals", kinds: ["terminal", "run"] },
  { id: "git", title: "Git", kinds: ["git"] },
  { id: "rules", title: "Rules", kinds: ["policy", "egress"] },
  { id: "tenon", title: "Tenon itself", kinds: ["workspace", "profile", "sidecar", "erased"] },
  { id: "others", title: "Other programs", kinds: ["x"] },
];

export function kindsOf(filter: TimelineFilter): string[] {
  return areas.find(({ id }) => id === filter.area)?.kinds ?? [];
}

/** The key of a path; two paths are the same when their bytes are. */
export function pathKey(path: WirePath): string {
  return path.pathBytes ?? path.path;
}

/** Whether an event that comes while the list is open belongs into it. */
export function passes(event: JournalEvent, filter: TimelineFilter, now: number): boolean {
  if (filter.area === "" && isRoutine(event)) return false;
  const kinds = kindsOf(filter);
  if (kinds.length > 0 && !kinds.some((kind) => event.kind === kind || event.kind.startsWith(`${kind}.`)))
    return false;
  if (filter.file && (!event.file || pathKey(event.file) !== pathKey(filter.file))) return false;
  return filter.past === 0 || event.at >= now - filter.past;
}

/** Whether an event says only that the sidecar runs, or which of its own programs it started. */
export function isRoutine(event: JournalEvent): boolean {
  const payload = payloadOf(event);
  if (event.kind === "sidecar.changed")
    return ["starting", "ready", "stopped"].includes(String(payload["state"]));
  return event.kind === "egress.decided" && payload["decision"] === "seen" && payload["way"] === "subprocess";
}

/** Events with others among them: the newest first by place, each once. */
export function mergeEvents(events: JournalEvent[], added: JournalEvent[]): JournalEvent[] {
  if (added.length === 0) return events;
  const byPlace = new Map([...events, ...added].map((event) => [event.seq, event]));
  return [...byPlace.values()].sort((a, b) => b.seq - a.seq);
}

/** The places whose payloads were forgotten, as notes of erasures among the events say. */
export function erasedPlaces(events: JournalEvent[]): Set<number> {
  const notes = events.filter(({ kind, payload }) => kind === "erased" && payload !== null);
  return new Set(notes.flatMap((note) => placesOf(payloadOf(note)["seqs"])));
}

function placesOf(seqs: unknown): number[] {
  return Array.isArray(seqs) ? seqs.filter((seq) => typeof seq === "number") : [];
}

/** Events without what is forgotten: the payload, and the file that it named. */
export function withoutErased(events: JournalEvent[], erased: Set<number>): JournalEvent[] {
  if (erased.size === 0) return events;
  return events.map((event) =>
    erased.has(event.seq) ? { ...event, payload: null, salt: null, file: null } : event,
  );
}

/** The payload's fields; none when it is forgotten or something else. */
export function payloadOf(event: JournalEvent): Record<string, unknown> {
  if (event.payload === null) return {};
  try {
    const value: unknown = JSON.parse(event.payload);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export type TimelineLine = { day: string } | { event: JournalEvent };

/** Events with the days that they belong to above them. */
export function linesOf(events: JournalEvent[], dayOf: (at: number) => string): TimelineLine[] {
  const lines: TimelineLine[] = [];
  let last: string | undefined;
  for (const event of events) {
    const day = dayOf(event.at);
    if (day !== last) lines.push({ day });
    last = day;
    lines.push({ event });
  }
  return lines;
}
