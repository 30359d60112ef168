import { Match, Show, Switch, type JSX } from "solid-js";
import Check from "lucide-solid/icons/check";
import ChevronDown from "lucide-solid/icons/chevron-down";
import ChevronRight from "lucide-solid/icons/chevron-right";
import X from "lucide-solid/icons/x";
import type { LinkedThing } from "../../ipc/bindings";
import { exactTime, relativeTime } from "../../ui/relative-time";
import { visibleText } from "../../ui/visible-name";
import { reasonOf, type Row } from "./context-rows";

export interface ContextRowProps {
  row: Row;
  id: string;
  chosen: boolean;
  closed: boolean;
  onOpen: () => void;
  onJudge: (verdict: "accept" | "reject") => void;
}

/** A section, a group, a thing, or a word about them. */
export function ContextRowView(props: ContextRowProps): JSX.Element {
  const section = () => (props.row.type === "section" ? props.row : undefined);
  const group = () => (props.row.type === "group" ? props.row : undefined);
  const link = () => (props.row.type === "link" ? props.row : undefined);
  const matter = () => (props.row.type === "matter" ? props.row.row : undefined);
  const note = () => (props.row.type === "note" ? props.row : undefined);
  const level = (): number => (section() || props.row.type === "more" ? 1 : (link()?.level ?? 2));
  return (
    <div
      id={props.id}
      class={`context-row context-${props.row.type}`}
      classList={{ chosen: props.chosen, "context-deep": link()?.level === 3 }}
      role="treeitem"
      aria-level={level()}
      aria-selected={props.chosen}
      aria-expanded={section() ? !props.closed : undefined}
      aria-label={labelOf(props.row)}
      data-tip={reasonOf(props.row)}
      onClick={() => props.onOpen()}
    >
      <Switch>
        <Match when={section()}>
          {(head) => (
            <>
              <Show when={props.closed} fallback={<ChevronDown size={14} aria-hidden="true" />}>
                <ChevronRight size={14} aria-hidden="true" />
              </Show>
              <span class="context-heading">{head().title}</span>
              <span class="context-count">{countOf(head())}</span>
            </>
          )}
        </Match>
        <Match when={group()}>{(head) => <span>{head().title}</span>}</Match>
        <Match when={link()}>
          {(row) => (
            <>
              <Thing
                thing={row().link.thing}
                reason={row().link.edge.suggestion ? row().link.edge.reason : undefined}
              />
              <Show when={row().link.edge.changed}>
                <span class="context-changed">changed since</span>
              </Show>
              <Show when={row().link.edge.suggestion}>
                <Verdict title="Accept" onClick={() => props.onJudge("accept")}>
                  <Check size={14} aria-hidden="true" />
                </Verdict>
                <Verdict title="Reject" onClick={() => props.onJudge("reject")}>
                  <X size={14} aria-hidden="true" />
                </Verdict>
              </Show>
            </>
          )}
        </Match>
        <Match when={matter()}>
          {(row) => (
            <>
              <Thing thing={row().thing} />
              <span class="context-weight" aria-hidden="true">
                <span style={{ width: `${percent(row().weight)}%` }} />
              </span>
            </>
          )}
        </Match>
        <Match when={props.row.type === "more"}>
          <span>Show More</span>
        </Match>
        <Match when={note()}>{(row) => <span>{row().text}</span>}</Match>
      </Switch>
    </div>
  );
}

const countOf = ({ count, isSome }: Extract<Row, { type: "section" }>): string =>
  isSome ? `${count.toLocaleString("en")} shown` : count.toLocaleString("en");

const percent = (weight: number | null): number => Math.round(Math.max(0, Math.min(1, weight ?? 0)) * 100);

/** Two tasks may have one title. */
const taskId = ({ kind, ref }: LinkedThing): string | undefined =>
  kind === "task" && ref.startsWith("task:") ? ref.slice("task:".length) : undefined;

function Thing(props: { thing: LinkedThing; reason?: string | undefined }): JSX.Element {
  return (
    <>
      <Show when={taskId(props.thing)}>{(id) => <span class="context-id">{id()}</span>}</Show>
      <span class="context-words">
        <span class="context-title" classList={{ "context-gone": props.thing.missing }}>
          {visibleText(props.thing.title)}
        </span>
        <Show when={props.reason ?? props.thing.detail}>
          {(detail) => <span class="context-detail">{visibleText(detail())}</span>}
        </Show>
      </span>
      <Show when={props.thing.at}>
        {(at) => (
          <time class="context-detail" dateTime={new Date(at()).toISOString()} data-tip={exactTime(at())}>
            {relativeTime(at(), Date.now())}
          </time>
        )}
      </Show>
    </>
  );
}

/** The tree has the keys, so that its buttons are for the pointer alone. */
function Verdict(props: { title: string; onClick: () => void; children: JSX.Element }): JSX.Element {
  return (
    <button
      type="button"
      class="icon-button context-verdict"
      tabIndex={-1}
      aria-label={props.title}
      data-tip={`${props.title} (${props.title === "Accept" ? "A" : "X"})`}
      onClick={(event) => {
        event.stopPropagation();
        props.onClick();
      }}
    >
      {props.children}
    </button>
  );
}

function labelOf(row: Row): string {
  switch (row.type) {
    case "section":
      return `${row.title}, ${countOf(row)}`;
    case "more":
      return "Show More";
    case "group":
      return row.title;
    case "note":
      return row.text;
    case "matter":
      return `${[taskId(row.row.thing), visibleText(row.row.thing.title)].filter(Boolean).join(" ")}, ${percent(row.row.weight)} of 100, ${reasonOf(row) ?? ""}`;
    case "link": {
      const { thing, edge } = row.link;
      const gone = thing.missing ? ", no longer there" : "";
      const key = edge.suggestion ? ", suggested: A accepts it, X rejects it" : "";
      const title = [taskId(thing), visibleText(thing.title)].filter(Boolean).join(" ");
      return `${title}${gone}, ${thing.kind}, ${reasonOf(row) ?? ""}${key}`;
    }
  }
}
