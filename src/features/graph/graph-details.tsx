import { createMemo, For, Show, type JSX } from "solid-js";
import type { LinkedThing, LinkGraph } from "../../ipc/bindings";
import { counted } from "../../ui/counted";
import { visibleText } from "../../ui/visible-name";
import { edgesOf, otherEnd, reasonOf, titleOf } from "./graph-model";
import { GroupMark } from "./group-mark";
import { kindWord } from "./kind-word";
import { groupOf } from "./shapes";

/** Reasons that are told; more would fill the panel. */
const TOLD = 3;

export interface GraphDetailsProps {
  id: string;
  graph: LinkGraph;
  thing: LinkedThing | undefined;
  onOpen: (ref: string) => void;
  onAround: (ref: string) => void;
}

/** What is chosen: its name, what it is, and why it is linked. */
export function GraphDetails(props: GraphDetailsProps): JSX.Element {
  const names = createMemo(() => new Map(props.graph.things.map((thing) => [thing.ref, titleOf(thing)])));
  const reasons = createMemo(() => {
    const ref = props.thing?.ref;
    if (ref === undefined) return [];
    return edgesOf(props.graph, ref).map((edge) => {
      const other = otherEnd(edge, ref);
      return { other: names().get(other) ?? other, reason: reasonOf(edge, ref) };
    });
  });
  return (
    <div id={props.id} class="graph-details" role="status" aria-live="polite" data-testid="graph-details">
      <Show
        when={props.thing}
        fallback={<span class="graph-hint">Choose a thing to see why it is here.</span>}
      >
        {(thing) => (
          <>
            <div class="graph-chosen">
              <GroupMark group={groupOf(thing().kind)} />
              <span class="graph-chosen-title">{titleOf(thing())}</span>
              <span class="graph-chosen-kind">{kindWord(thing())}</span>
              <Show when={thing().detail}>
                {(detail) => <span class="graph-chosen-detail">{visibleText(detail())}</span>}
              </Show>
              <button type="button" class="button" onClick={() => props.onOpen(thing().ref)}>
                Open
              </button>
              <Show when={thing().depth > 0}>
                <button type="button" class="button" onClick={() => props.onAround(thing().ref)}>
                  Show Around This
                </button>
              </Show>
            </div>
            <ul class="graph-reasons">
              <For each={reasons().slice(0, TOLD)}>
                {({ other, reason }) => (
                  <li>
                    <span class="graph-reason-other">{other}</span> {reason}
                  </li>
                )}
              </For>
              <Show when={reasons().length > TOLD}>
                <li>{counted(reasons().length - TOLD, "more link")}</li>
              </Show>
            </ul>
          </>
        )}
      </Show>
    </div>
  );
}
