import { createMemo, createSignal } from "solid-js";
import type { JournalEvent, JournalPage } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import {
  erasedPlaces,
  kindsOf,
  mergeEvents,
  mostEvents,
  passes,
  usual,
  withoutErased,
  type TimelineFilter,
} from "./timeline-reducer";

/** Events that are read at once. */
const pageSize = 200;
/** Events that fill the list, and how many pages are read at most until it is full. */
const enough = 60;
const mostPages = 50;

export interface TimelineStore {
  /** The newest first. */
  events: () => JournalEvent[];
  filter: () => TimelineFilter;
  /** Shows what passes another filter. */
  choose: (part: Partial<TimelineFilter>) => void;
  /** `undefined` while the first events are read, then what went wrong, if anything. */
  loaded: () => { fault?: unknown } | undefined;
  load: () => Promise<void>;
  /** Reads what happened before, when the end of the list is in sight. */
  older: () => Promise<void>;
}

/** The journal as the page knows it: read once it is looked at, then kept current by events. */
export function createTimelineStore(app: App, now: () => number = Date.now): TimelineStore {
  const [events, setEvents] = createSignal<JournalEvent[]>([]);
  const [filter, setFilter] = createSignal(usual);
  const [loaded, setLoaded] = createSignal<{ fault?: unknown }>();
  let hasOlder = false;
  let isReading = false;
  let isLoading = false;
  /** The place that was read last; what the filter leaves out stands behind what is shown. */
  let oldest: number | undefined;
  // An answer to an older question is no answer.
  let question = 0;

  const put = (added: JournalEvent[]): void => {
    const erased = erasedPlaces(added);
    setEvents((before) => {
      const all = mergeEvents(withoutErased(before, erased), withoutErased(added, erased));
      return all.length > mostEvents ? all.slice(0, mostEvents) : all;
    });
    const last = events().at(-1);
    if (events().length === mostEvents && last) {
      hasOlder = true;
      oldest = last.seq;
    }
  };
  const read = (before: number | null): Promise<JournalPage> => {
    const { past, file } = filter();
    return app.ipc.journalPage({
      after: null,
      before,
      backwards: true,
      limit: pageSize,
      kinds: kindsOf(filter()),
      subject: null,
      path: file ?? null,
      since: past === 0 ? null : now() - past,
      until: null,
    });
  };
  /** Reads on behind what is known, until enough passes the filter; `asked` is the question that this answers. */
  const readOn = async (asked: number, wanted: number): Promise<JournalEvent[]> => {
    let all: JournalEvent[] = [];
    for (let page = 0; page < mostPages && hasOlder && all.length < wanted; page += 1) {
      const { events: found, more } = await read(oldest ?? null);
      if (asked !== question) break;
      hasOlder = more;
      oldest = found.at(-1)?.seq ?? oldest;
      const shown = found.filter((event) => passes(event, filter(), now()));
      all = mergeEvents(all, shown);
    }
    return all;
  };
  const load = async (): Promise<void> => {
    const asked = ++question;
    isLoading = true;
    hasOlder = true;
    oldest = undefined;
    const known = events()[0]?.seq ?? -1;
    try {
      const found = await readOn(asked, enough);
      if (asked !== question) return;
      // What came as news while this was read is newer than it.
      const newest = Math.max(known, found[0]?.seq ?? -1);
      setEvents((before) =>
        mergeEvents(
          found,
          before.filter(({ seq }) => seq > newest),
        ),
      );
      setLoaded({});
    } catch (fault) {
      if (asked === question) setLoaded({ fault });
    } finally {
      if (asked === question) isLoading = false;
    }
  };
  const older = async (): Promise<void> => {
    if (!hasOlder || isReading || isLoading || loaded() === undefined) return;
    isReading = true;
    const asked = question;
    try {
      const found = await readOn(asked, 1);
      if (asked === question) setEvents((before) => mergeEvents(before, found));
    } catch (fault) {
      app.notify({ level: "warn", message: "Older events could not be read.", hint: String(fault) });
    } finally {
      isReading = false;
    }
  };

  app.on("journalAppended", ({ events: added, more }) => {
    if (loaded() === undefined) return;
    // The notes of erasures count whatever is shown.
    const erased = erasedPlaces(added);
    if (erased.size > 0) setEvents((before) => withoutErased(before, erased));
    put(added.filter((event) => passes(event, filter(), now())));
    // An erasure may concern more than the events that it names, such as names that others repeat.
    if (more || erased.size > 0) void load();
  });
  app.on("ownerChanged", () => {
    if (loaded() !== undefined) void load();
  });
  return {
    events: createMemo(events),
    filter,
    choose: (part) => {
      setFilter((before) => ({ ...before, ...part }));
      setEvents([]);
      setLoaded(undefined);
      void load();
    },
    loaded,
    load,
    older,
  };
}
