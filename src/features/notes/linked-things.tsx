import { createEffect, createSignal, For, on, Show, type Accessor, type JSX } from "solid-js";
import Check from "lucide-solid/icons/check";
import X from "lucide-solid/icons/x";
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { visibleText } from "../../ui/visible-name";
import { judge, linkedOf, type Linked } from "../context";

/** The most things that are asked for. */
const MOST = 100;

export interface LinkedThings {
  /** What leads here and is no note: tasks, commits, commands. */
  linked: Accessor<Linked[]>;
  suggested: Accessor<Linked[]>;
  load: () => Promise<void>;
}

/** What is linked to a note and is no note; asked for while somebody sees it. */
export function createLinkedThings(
  app: App,
  path: Accessor<WirePath>,
  visible: Accessor<boolean>,
  stamp: Accessor<number>,
): LinkedThings {
  const [found, setFound] = createSignal<Linked[]>([]);
  let question = 0;
  const load = async (): Promise<void> => {
    const asked = ++question;
    const of = `file:${path().path}`;
    try {
      const graph = await app.ipc.linkGraph({ of, depth: 1, suggestions: true, limit: MOST });
      if (asked === question) setFound(linkedOf([graph], true));
    } catch {
      // A note that cannot be linked, such as one that ignore files leave out, has no links to show.
      if (asked === question) setFound([]);
    }
  };
  createEffect(on([path, visible, stamp], ([, isVisible]) => isVisible && void load()));
  const isNote = ({ thing }: Linked): boolean => ["note", "heading", "block"].includes(thing.kind);
  // What the text itself names stands in it.
  const leadsHere = ({ thing, edge }: Linked): boolean =>
    edge.from === thing.ref || edge.origin !== "written";
  return {
    linked: () => found().filter((at) => !at.edge.suggestion && !isNote(at) && leadsHere(at)),
    suggested: () => found().filter(({ edge }) => edge.suggestion),
    load,
  };
}

/** Things by their names; each says why it is there, and a click goes to it. */
export function ThingList(props: {
  app: App;
  label: string;
  things: Linked[];
  /** Called after something was said of a suggestion; without it nothing can be said. */
  onJudged?: () => Promise<void>;
}): JSX.Element {
  return (
    <ul class="note-places" aria-label={props.label}>
      <For each={props.things}>
        {(at) => (
          <li>
            <button
              type="button"
              class="note-place"
              data-tip={visibleText(at.edge.reason)}
              onClick={() => void props.app.commands.run("links.go", at.thing)}
            >
              {visibleText(at.thing.title)}
            </button>
            <Show when={props.onJudged}>
              <span class="note-reason"> — {visibleText(at.edge.reason)} </span>
            </Show>
            <Show when={props.onJudged}>
              {(judged) => (
                <For each={["accept", "reject"] as const}>
                  {(verdict) => (
                    <button
                      type="button"
                      class="note-verdict"
                      aria-label={`${verdict === "accept" ? "Link" : "Do not suggest"} ${visibleText(at.thing.title)}`}
                      data-tip={verdict === "accept" ? "Link" : "Do not suggest again"}
                      onClick={() => void judge(props.app, at, verdict, judged())}
                    >
                      {verdict === "accept" ? (
                        <Check size={13} aria-hidden="true" />
                      ) : (
                        <X size={13} aria-hidden="true" />
                      )}
                    </button>
                  )}
                </For>
              )}
            </Show>
          </li>
        )}
      </For>
    </ul>
  );
}
