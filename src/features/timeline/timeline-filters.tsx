import type { JSX } from "solid-js";
import FileClock from "lucide-solid/icons/file-clock";
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { Choice } from "../../ui/choice";
import { Toggle } from "../../ui/toggle";
import { visiblePath } from "../../ui/visible-name";
import { fileInFront } from "./timeline-go";
import { areas, pathKey, type TimelineFilter } from "./timeline-reducer";
import type { TimelineStore } from "./timeline-store";

const hour = 3_600_000;
const times = [
  { title: "Any time", value: 0 },
  { title: "Last hour", value: hour },
  { title: "Last 24 hours", value: 24 * hour },
  { title: "Last 7 days", value: 7 * 24 * hour },
  { title: "Last 30 days", value: 30 * 24 * hour },
];
const kinds = [
  { value: "", title: "Main events" },
  { value: "all", title: "Everything" },
  ...areas.map(({ id, title }) => ({ value: id, title })),
];

/** What the Timeline shows: which kind of events, of what time, of which file. */
export function TimelineFilters(props: { app: App; store: TimelineStore }): JSX.Element {
  const filter = (): TimelineFilter => props.store.filter();
  const shown = (): string => visiblePath(filter().file?.path ?? "");
  const inFront = (): WirePath | undefined => fileInFront(props.app);
  const isThis = (): boolean => {
    const [wanted, now] = [filter().file, inFront()];
    return wanted !== undefined && now !== undefined && pathKey(wanted) === pathKey(now);
  };
  const typed = (text: string): void => {
    // A name with hidden characters is shown otherwise than it is.
    if (text === shown()) return;
    const path = text.trim().replace(/^\.?\/+/, "");
    props.store.choose({ file: path === "" ? undefined : { path } });
  };
  return (
    <div class="timeline-filters">
      <Choice
        label="Kind of event"
        testId="timeline-kind"
        options={kinds}
        value={filter().area}
        onChoose={(area) => props.store.choose({ area })}
      />
      <Choice
        label="Time"
        options={times}
        value={filter().past}
        onChoose={(past) => props.store.choose({ past })}
      />
      <div class="timeline-file">
        <input
          class="field"
          type="search"
          aria-label="Only this file"
          placeholder="File, such as src/main.rs"
          autocomplete="off"
          spellcheck={false}
          data-testid="timeline-file"
          data-tip={shown() || undefined}
          value={shown()}
          onChange={(event) => typed(event.currentTarget.value)}
        />
        <Toggle
          title="Only the file in front"
          name="timeline-this-file"
          on={isThis()}
          onToggle={(on) => props.store.choose({ file: on ? inFront() : undefined })}
        >
          <FileClock size={14} aria-hidden="true" />
        </Toggle>
      </div>
    </div>
  );
}
