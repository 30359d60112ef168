import { For, type JSX } from "solid-js";
import ArrowLeft from "lucide-solid/icons/arrow-left";
import ListTree from "lucide-solid/icons/list-tree";
import Sparkles from "lucide-solid/icons/sparkles";
import { Choice } from "../../ui/choice";
import { Toggle } from "../../ui/toggle";
import type { GraphState } from "./graph-model";
import { GroupMark } from "./group-mark";
import { groups, shapesOf, type Group } from "./shapes";

const HOUR = 3_600_000;
const times = [
  { title: "Any time", value: 0 },
  { title: "Last hour", value: HOUR },
  { title: "Last day", value: 24 * HOUR },
  { title: "Last week", value: 7 * 24 * HOUR },
];
const depths = [
  { title: "1 link away", value: 1 },
  { title: "2 links away", value: 2 },
  { title: "3 links away", value: 3 },
];

export interface GraphBarProps {
  state: GraphState;
  onState: (change: Partial<GraphState>) => void;
  onBack: () => void;
}

/** What the graph shows: how far it goes, which kinds, of what time. */
export function GraphBar(props: GraphBarProps): JSX.Element {
  const isShown = (group: Group): boolean => !(props.state.without ?? []).includes(group);
  const toggle = (group: Group): void => {
    const without = props.state.without ?? [];
    const next = isShown(group) ? [...without, group] : without.filter((other) => other !== group);
    props.onState({ without: next });
  };
  const before = () => props.state.trail?.at(-1);
  return (
    <div class="graph-bar" role="toolbar" aria-label="Graph">
      <button
        type="button"
        class="toggle"
        aria-label="Back"
        data-tip={before() ? `Back to ${before()?.name}` : "Back"}
        disabled={!before()}
        onClick={() => props.onBack()}
      >
        <ArrowLeft size={14} aria-hidden="true" />
      </button>
      <Choice
        label="How far"
        testId="graph-depth"
        options={depths}
        value={props.state.depth ?? 1}
        onChoose={(depth) => props.onState({ depth: depth as 1 | 2 | 3 })}
      />
      <Choice
        label="Time"
        testId="graph-time"
        options={times}
        value={props.state.past ?? 0}
        onChoose={(past) => props.onState({ past })}
      />
      <div class="graph-kinds" role="group" aria-label="Kinds">
        <For each={groups}>
          {({ id, title }) => (
            <button
              type="button"
              class="graph-kind"
              aria-pressed={isShown(id)}
              data-tip={shapesOf[id]?.map(({ name }) => name).join(", ")}
              data-testid={`graph-kind-${id}`}
              onClick={() => toggle(id)}
            >
              <For each={shapesOf[id] ?? [{ shape: id, name: title }]}>
                {({ shape }) => <GroupMark group={id} shape={shape} />}
              </For>
              {title}
            </button>
          )}
        </For>
      </div>
      <span class="graph-bar-end">
        <Toggle
          title="Suggestions"
          name="graph-suggestions"
          on={props.state.suggestions ?? true}
          onToggle={(suggestions) => props.onState({ suggestions })}
        >
          <Sparkles size={14} aria-hidden="true" />
        </Toggle>
        <Toggle
          title="As a list"
          name="graph-as-list"
          on={props.state.list ?? false}
          onToggle={(list) => props.onState({ list })}
        >
          <ListTree size={14} aria-hidden="true" />
        </Toggle>
      </span>
    </div>
  );
}
