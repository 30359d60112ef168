import type { JournalEvent, UiEvent } from "../bindings";
import type { Ipc } from "../client";

export interface FakeJournal {
  commands: Pick<Ipc, "journalPage" | "journalVerify" | "journalForget">;
  /** Every event, oldest first. */
  events: () => JournalEvent[];
  /** Appends an event, as the owner does, and tells the page. */
  append: (part: Partial<JournalEvent>) => JournalEvent;
}

/** A journal in memory: places, filters and pages are the core's; hashes are not. */
export function makeJournal(emit: (event: UiEvent) => void): FakeJournal {
  const all: JournalEvent[] = [];
  const append = (part: Partial<JournalEvent>): JournalEvent => {
    const seq = all.length;
    const event: JournalEvent = {
      seq,
      leaf: "00".repeat(32),
      v: 1,
      id: `event-${seq}`,
      at: Date.now(),
      source: "source-1",
      sourceSeq: seq + 1,
      actor: { kind: "person", name: "window" },
      session: "session-1",
      kind: "workspace.opened",
      subject: "node:workspace-1",
      cause: null,
      turn: null,
      trace: null,
      payloadHash: "00".repeat(32),
      salt: "00".repeat(16),
      payload: "{}",
      file: null,
      ...part,
    };
    all.push(event);
    emit({ type: "journalAppended", events: [event], more: false });
    return event;
  };
  const inArea = (kind: string, wanted: string[]): boolean =>
    wanted.length === 0 || wanted.some((area) => kind === area || kind.startsWith(`${area}.`));
  const forget = (event: JournalEvent): void => {
    event.payload = null;
    event.salt = null;
    event.file = null;
  };
  return {
    events: () => all,
    append,
    commands: {
      journalPage: async ({ after, before, backwards, limit, kinds, subject, path, since, until }) => {
        const found = all.filter(
          (event) =>
            event.seq > (after ?? -1) &&
            event.seq < (before ?? Infinity) &&
            inArea(event.kind, kinds) &&
            (subject === null || event.subject === subject) &&
            (path === null || event.file?.path === path.path) &&
            event.at >= (since ?? -Infinity) &&
            event.at < (until ?? Infinity),
        );
        if (backwards) found.reverse();
        return { events: found.slice(0, limit), more: found.length > limit };
      },
      journalVerify: async () => ({ ok: true, events: all.length, seq: null, why: null }),
      journalForget: async ({ subject, text, since }) => {
        const gone = all.filter(
          ({ kind, payload, ...event }) =>
            kind !== "erased" &&
            payload !== null &&
            (event.subject === subject ||
              (text !== null && payload.includes(text)) ||
              (since !== null && event.at >= since)),
        );
        gone.forEach(forget);
        const seqs = gone.map(({ seq }) => seq);
        if (seqs.length > 0) append({ kind: "erased", payload: JSON.stringify({ seqs }) });
        return { events: seqs.length, rows: 0, sealed: 0, logs: 0, backups: 0, wiped: true, left: [] };
      },
    },
  };
}
