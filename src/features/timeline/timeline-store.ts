import { createMemo, createSignal } from "solid-js";
import type { JournalEvent, JournalPage } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import {
  erasedPlaces,
  everything,
  kindsOf,
  mergeEvents,
  mostEvents,
  passes,
  withoutErased,
  type TimelineFilter,
} from "./timeline-reducer";

/** Events that are read at once. */
const pageSize = 200;

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
  const [filter, setFilter] = createSignal(everything);
  const [loaded, setLoaded] = createSignal<{ fault?: unknown }>();
  let hasOlder = false;
  let isReading = false;
  // An answer to an older question is no answer.
  let question = 0;

  const put = (added: JournalEvent[]): void => {
    const erased = erasedPlaces(added);
    setEvents((before) => {
      const all = mergeEvents(withoutErased(before, erased), withoutErased(added, erased));
      return all.length > mostEvents ? all.slice(0, mostEvents) : all;
    });
    if (events().length === mostEvents) hasOlder = true;
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
  const load = async (): Promise<void> => {
    const asked = ++question;
    try {
      const page = await read(null);
      if (asked !== question) return;
      hasOlder = page.more;
      // What came as news while this was read is newer than it.
      const newest = page.events[0]?.seq ?? -1;
      setEvents((before) =>
        mergeEvents(
          page.events,
          before.filter(({ seq }) => seq > newest),
        ),
      );
      setLoaded({});
    } catch (fault) {
      if (asked === question) setLoaded({ fault });
    }
  };
  const older = async (): Promise<void> => {
    const last = events().at(-1)?.seq;
    if (!hasOlder || isReading || last === undefined) return;
    isReading = true;
    const asked = question;
    try {
      const page = await read(last);
      if (asked !== question) return;
      hasOlder = page.more;
      setEvents((before) => mergeEvents(before, page.events));
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
    if (more) void load();
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
