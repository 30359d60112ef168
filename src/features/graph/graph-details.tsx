import { createMemo, For, Show, type JSX } from "solid-js";
import Check from "lucide-solid/icons/check";
import X from "lucide-solid/icons/x";
import type { LinkedThing, LinkGraph } from "../../ipc/bindings";
import { counted } from "../../ui/counted";
import { visibleText } from "../../ui/visible-name";
import { edgesOf, otherEnd, titleOf, verbOf, whyOf } from "./graph-model";
import { GroupMark } from "./group-mark";
import { kindWord } from "./kind-word";
import { groupOf, shapeOf } from "./shapes";
import { suggestedOf, type Verdict } from "./suggested";
import type { Linked } from "../context";

/** Reasons that are told; more would fill the panel. */
const TOLD = 3;

const judgements: { verdict: Verdict; name: string; key: string; icon: typeof Check }[] = [
  { verdict: "accept", name: "Accept", key: "a", icon: Check },
  { verdict: "reject", name: "Reject", key: "x", icon: X },
];

export interface GraphDetailsProps {
  id: string;
  graph: LinkGraph;
  thing: LinkedThing | undefined;
  onOpen: (ref: string) => void;
  onAround: (ref: string) => void;
  onJudge: (suggested: Linked, verdict: Verdict) => void;
}

/** What is chosen: its name, what it is, and why it is linked. */
export function GraphDetails(props: GraphDetailsProps): JSX.Element {
  const names = createMemo(() => new Map(props.graph.things.map((thing) => [thing.ref, titleOf(thing)])));
  const reasons = createMemo(() => {
    const ref = props.thing?.ref;
    if (ref === undefined) return [];
    const meant = suggestedOf(props.graph, ref);
    const edges = edgesOf(props.graph, ref);
    // What a key would judge is always told, and first.
    const inOrder = meant ? [meant.edge, ...edges.filter((edge) => edge !== meant.edge)] : edges;
    return inOrder.map((edge) => {
      const other = otherEnd(edge, ref);
      const suggested = edge === meant?.edge ? meant : suggestedOf(props.graph, ref, edge);
      return { other: names().get(other) ?? other, verb: verbOf(edge, ref), why: whyOf(edge), suggested };
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
              <GroupMark group={groupOf(thing().kind)} shape={shapeOf(thing().kind)} />
              <span class="graph-chosen-title">{titleOf(thing())}</span>
              <span class="graph-chosen-kind">{kindWord(thing())}</span>
              <Show when={thing().detail}>
                {(detail) => <span class="graph-chosen-detail">{visibleText(detail())}</span>}
              </Show>
              <Show when={!thing().missing}>
                <button type="button" class="button" onClick={() => props.onOpen(thing().ref)}>
                  Open
                </button>
              </Show>
              <Show when={thing().depth > 0}>
                <button type="button" class="button" onClick={() => props.onAround(thing().ref)}>
                  Show Around This
                </button>
              </Show>
            </div>
            <ul class="graph-reasons">
              <For each={reasons().slice(0, TOLD)}>
                {({ other, verb, why, suggested }) => (
                  <li>
                    {verb} <span class="graph-reason-other">{other}</span>
                    {why}
                    <Show when={suggested}>
                      {(link) => (
                        <span class="graph-judge">
                          <For each={judgements}>
                            {({ verdict, name, key, icon: Icon }) => (
                              <button
                                type="button"
                                class="toggle"
                                aria-label={`${name} the link with ${other}`}
                                data-tip={`${name} (${key})`}
                                onClick={() => props.onJudge(link(), verdict)}
                              >
                                <Icon size={14} aria-hidden="true" />
                              </button>
                            )}
                          </For>
                        </span>
                      )}
                    </Show>
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
