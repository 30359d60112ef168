import { createMemo, createUniqueId, Show, type JSX } from "solid-js";
import type { LinkGraph } from "../../ipc/bindings";
import { counted } from "../../ui/counted";
import { VirtualRows } from "../../ui/virtual-rows";
import { rowsOf, titleOf, type GraphRow } from "./graph-model";
import type { Verdict } from "./suggested";
import { GroupMark } from "./group-mark";
import { groupOf, shapeOf } from "./shapes";
import { kindWord } from "./kind-word";

const ROW_HEIGHT = 24;
const PAGE = 12;

export interface GraphListProps {
  graph: LinkGraph;
  selected: string | undefined;
  onSelect: (ref: string | undefined) => void;
  onOpen: (ref: string) => void;
  onAround: (ref: string) => void;
  /** Says of the suggested link of a thing that it holds or does not; answers whether that was done. */
  onJudge: (ref: string, verdict: Verdict) => Promise<boolean>;
  ref: (element: HTMLElement) => void;
}

/** The graph as a tree: each thing below the nearest one that it is linked with, and why. */
export function GraphList(props: GraphListProps): JSX.Element {
  const id = createUniqueId();
  const rows = createMemo(() => rowsOf(props.graph));
  const places = createMemo(() => new Map(rows().map(({ thing }, index) => [thing.ref, index])));
  const at = (): number => places().get(props.selected ?? "") ?? -1;
  const go = (index: number): void => {
    const row = rows()[Math.min(rows().length - 1, Math.max(0, index))];
    if (row) props.onSelect(row.thing.ref);
  };
  const goToParent = (): void => {
    const parent = rows()[at()]?.parent;
    if (parent !== undefined) props.onSelect(parent);
  };
  const goToChild = (): void => {
    const next = rows()[at() + 1];
    if (next?.parent === rows()[at()]?.thing.ref) go(at() + 1);
  };
  const judge = async (verdict: Verdict): Promise<void> => {
    const [place, ref] = [at(), props.selected];
    // What was rejected may be gone; then its place is another's.
    if (ref !== undefined && (await props.onJudge(ref, verdict)) && !places().has(ref)) go(place);
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => go(at() + 1),
    ArrowUp: () => go(at() - 1),
    PageDown: () => go(at() + PAGE),
    PageUp: () => go(at() - PAGE),
    Home: () => go(0),
    End: () => go(rows().length - 1),
    ArrowLeft: goToParent,
    ArrowRight: goToChild,
    Enter: () => props.selected !== undefined && props.onOpen(props.selected),
    " ": () => props.selected !== undefined && props.onAround(props.selected),
    a: () => void judge("accept"),
    x: () => void judge("reject"),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : keys[event.key];
    if (!act) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  };
  const draw = (row: GraphRow, index: () => number): JSX.Element => (
    <div
      id={`${id}-${index()}`}
      role="treeitem"
      class="graph-row"
      classList={{ "graph-row-missing": row.thing.missing }}
      aria-level={row.level}
      aria-posinset={row.place}
      aria-setsize={row.of}
      aria-selected={row.thing.ref === props.selected}
      style={{ "padding-left": `${12 + (row.level - 1) * 16}px` }}
      onClick={() => props.onSelect(row.thing.ref)}
      onDblClick={() => props.onOpen(row.thing.ref)}
    >
      <GroupMark group={groupOf(row.thing.kind)} shape={shapeOf(row.thing.kind)} />
      <span class="graph-row-title">{titleOf(row.thing)}</span>
      <span class="graph-row-kind">{kindWord(row.thing)}</span>
      <span class="graph-row-reason">{row.reason}</span>
      <Show when={row.more > 0 && row.level > 1}>
        <span class="graph-row-more">{counted(row.more, "more link")}</span>
      </Show>
    </div>
  );
  return (
    <VirtualRows
      class="graph-list"
      items={rows()}
      rowHeight={ROW_HEIGHT}
      reveal={at()}
      row={draw}
      attributes={{
        ref: (made: HTMLDivElement) => props.ref(made),
        role: "tree",
        "aria-label": "What is linked",
        tabIndex: 0,
        "data-testid": "graph-list",
        onKeyDown,
        onFocus: () => {
          if (at() < 0) go(0);
        },
        get "aria-activedescendant"() {
          return at() < 0 ? undefined : `${id}-${at()}`;
        },
      }}
    />
  );
}
