import { createMemo, onMount, Show, type JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import CircleDot from "lucide-solid/icons/circle-dot";
import Cpu from "lucide-solid/icons/cpu";
import Eraser from "lucide-solid/icons/eraser";
import FolderOpen from "lucide-solid/icons/folder-open";
import GitBranch from "lucide-solid/icons/git-branch";
import Save from "lucide-solid/icons/save";
import Shield from "lucide-solid/icons/shield";
import SquareTerminal from "lucide-solid/icons/square-terminal";
import type { JournalEvent } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { refOfFile } from "../context";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { VirtualRows } from "../../ui/virtual-rows";
import { goTo } from "./timeline-go";
import { TimelineFilters } from "./timeline-filters";
import { everything, linesOf, type TimelineLine } from "./timeline-reducer";
import type { TimelineStore } from "./timeline-store";
import { wordsOf, type TimelineTarget } from "./timeline-words";
import { exactTime } from "../../ui/relative-time";

const ROW_HEIGHT = 24;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dates = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const icons: Record<string, typeof Save> = {
  document: Save,
  terminal: SquareTerminal,
  git: GitBranch,
  policy: Shield,
  egress: Shield,
  workspace: FolderOpen,
  sidecar: Cpu,
  erased: Eraser,
};

/** What happened, the newest first: filtered by kind, file and time; a click goes there. */
export function TimelinePanel(props: { app: App; store: TimelineStore }): JSX.Element {
  // Both stay the same as long as the window lives.
  const { app, store } = props;
  onMount(() => {
    if (store.loaded() === undefined) void store.load();
  });
  const lines = createMemo(() => linesOf(store.events(), (at) => dates.format(at)));
  return (
    <div class="timeline" data-testid="timeline">
      <TimelineFilters app={app} store={store} />
      <Show when={store.loaded()} fallback={<LoadingState label="Reading the journal" lines={8} />}>
        {(loaded) => (
          <Show
            when={!("fault" in loaded())}
            fallback={
              <FailedState
                title="The journal could not be read."
                fault={loaded().fault}
                actions={[{ title: "Try Again", run: () => void store.load() }]}
              />
            }
          >
            <Show when={lines().length > 0} fallback={<Nothing store={store} />}>
              <VirtualRows
                class="timeline-rows"
                items={lines()}
                rowHeight={ROW_HEIGHT}
                onFollow={(atEnd) => {
                  if (atEnd) void store.older();
                }}
                row={(line) => <Line app={app} line={line} />}
                attributes={{ role: "list", "aria-label": "Timeline" }}
              />
            </Show>
          </Show>
        )}
      </Show>
    </div>
  );
}

function Line(props: { app: App; line: TimelineLine }): JSX.Element {
  return (
    <Show
      when={"event" in props.line ? props.line.event : undefined}
      fallback={
        <div class="timeline-day" role="listitem">
          {"day" in props.line ? props.line.day : ""}
        </div>
      }
    >
      {(event) => <EventLine app={props.app} event={event()} />}
    </Show>
  );
}

function EventLine(props: { app: App; event: JournalEvent }): JSX.Element {
  const words = createMemo(() => wordsOf(props.event));
  const icon = (): typeof Save => icons[props.event.kind.split(".")[0] ?? ""] ?? CircleDot;
  const tip = (): string =>
    [words().title, words().detail, exactTime(props.event.at), props.event.actor.name]
      .filter((part) => part !== "")
      .join("\n");
  const select = (): void => props.app.setSidebarSubject("timeline", subjectOf(props.event, words().target));
  return (
    <div role="listitem" class="timeline-item" data-kind={props.event.kind} data-seq={props.event.seq}>
      <button
        type="button"
        class="timeline-row"
        data-tip={tip()}
        data-tip-side="right"
        disabled={words().target === undefined}
        onFocus={select}
        onClick={() => {
          select();
          goTo(props.app, words().target);
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          const target = words().target;
          const at = { x: event.clientX, y: event.clientY };
          if (target?.type === "file")
            props.app.commands.showMenu("place.context", at, { path: target.path });
        }}
      >
        <Dynamic component={icon()} size={14} aria-hidden="true" />
        <span class="timeline-title">{words().title}</span>
        <span class="timeline-detail">{words().detail}</span>
        <time class="timeline-time" dateTime={new Date(props.event.at).toISOString()}>
          {clock.format(props.event.at)}
        </time>
      </button>
    </div>
  );
}

/** The thing that an event is about, where something can be linked to it. */
function subjectOf(event: JournalEvent, target: TimelineTarget | undefined): string | undefined {
  if (target?.type === "file") return refOfFile(target.path);
  if (target?.type === "commit") return `commit:${target.hash}`;
  return /^(run|task):/.test(event.subject) ? event.subject : undefined;
}

function Nothing(props: { store: TimelineStore }): JSX.Element {
  const isFiltered = (): boolean => {
    const { area, file, past } = props.store.filter();
    return (area !== "" && area !== everything.area) || file !== undefined || past !== 0;
  };
  return (
    <Show
      when={isFiltered()}
      fallback={
        <EmptyState
          title="What happens in this folder stands here."
          detail="Saves, terminals, branches: each with its time. It stays on this machine."
        />
      }
    >
      <EmptyState
        title="Nothing passes the filter."
        actions={[{ title: "Show Everything", run: () => props.store.choose(everything) }]}
      />
    </Show>
  );
}
