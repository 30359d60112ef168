import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  Match,
  onMount,
  Show,
  Switch,
  type JSX,
} from "solid-js";
import type { App, Panel } from "../../kernel/app";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { GraphBar } from "./graph-bar";
import { GraphCanvas } from "./graph-canvas";
import { GraphDetails } from "./graph-details";
import { GraphList } from "./graph-list";
import { around, back, MOST, titleOf, type GraphState } from "./graph-model";
import { createGraphStore } from "./graph-store";
import { judge, type Linked } from "../context";
import { openThing } from "./open-thing";
import { suggestedOf, type Verdict } from "./suggested";

export interface GraphPanelProps {
  app: App;
  panel: Panel<GraphState>;
}

/** What is around a thing: as a picture, or as a list that says the same. */
export function GraphPanel(props: GraphPanelProps): JSX.Element {
  const { app, panel } = props;
  const store = createGraphStore(app, panel.state, panel.visible);
  const detailsId = createUniqueId();
  const [selected, setSelected] = createSignal<string>();
  const [hovered, setHovered] = createSignal<string>();
  let field: HTMLElement | undefined;
  let isBack = false;
  onMount(() => panel.onFocus(() => field?.focus()));
  const things = createMemo(() => new Map(store.graph()?.things.map((thing) => [thing.ref, thing])));
  const looked = () => things().get(hovered() ?? selected() ?? "") ?? things().get(selected() ?? "");
  const change = (part: Partial<GraphState>): void => panel.setState({ ...panel.state(), ...part });
  const open = (ref: string): void => {
    const thing = things().get(ref);
    if (thing) void openThing(app, thing);
  };
  const showAround = (ref: string): void => {
    const thing = things().get(ref);
    if (thing) panel.setState(around(panel.state(), ref, titleOf(thing)));
  };
  const goBack = (): void => {
    isBack = true;
    panel.setState(back(panel.state()));
  };
  const say = (link: Linked, verdict: Verdict): Promise<boolean> => judge(app, link, verdict, store.load);
  const sayOf = async (ref: string, verdict: Verdict): Promise<boolean> => {
    const graph = store.graph();
    const link = graph && suggestedOf(graph, ref);
    if (link) return say(link, verdict);
    app.notify({ level: "info", message: "No link of what is chosen is a suggestion." });
    return false;
  };
  createEffect(() => {
    const { of, name } = panel.state();
    const root = store.askedFor() === of ? store.graph()?.things[0] : undefined;
    const title = root ? titleOf(root) : name;
    panel.setTitle(title === undefined ? "Graph" : `Graph: ${title}`);
  });
  createEffect((before?: string) => {
    // What was chosen in another graph means nothing in this one; going back, it is where one came from.
    const root = store.graph()?.things[0]?.ref;
    const came = isBack ? before : undefined;
    setSelected((chosen) => {
      const ref = root === before ? chosen : came;
      return ref !== undefined && things().has(ref) ? ref : root;
    });
    if (root !== before) isBack = false;
    setHovered(undefined);
    return root;
  });
  // Context shows what is chosen here.
  createEffect(() => panel.setSubject(selected()));
  const here = { title: "Show Around What Is in Front", run: () => void app.commands.run("graph.around") };
  const retry = { title: "Try Again", run: () => void store.load() };
  const isFiltered = (): boolean => {
    // How deep one looks hides nothing of what has no link at all.
    const { without, past, suggestions } = panel.state();
    return (without?.length ?? 0) > 0 || (past ?? 0) > 0 || suggestions === false;
  };
  const everything = {
    title: "Show Everything",
    run: () => change({ without: [], past: 0, suggestions: true, depth: 3 }),
  };
  const shared = {
    onSelect: (ref: string | undefined) => void setSelected(ref),
    onOpen: open,
    onAround: showAround,
    onJudge: sayOf,
    ref: (made: HTMLElement) => {
      const isNew = field !== made;
      field = made;
      if (isNew && panel.active()) queueMicrotask(() => made.focus());
    },
  };
  return (
    <div class="graph" data-testid="graph">
      <Show
        when={panel.state().of !== undefined}
        fallback={
          <EmptyState
            title="What is linked with a file, a note, a task or a command stands here."
            detail="Open one of them, and see what is around it and why."
            actions={[here]}
          />
        }
      >
        <GraphBar state={panel.state()} onState={change} onBack={goBack} />
        <Switch fallback={<LoadingState label="Reading the links" lines={8} />}>
          <Match when={store.fault()}>
            {(fault) => (
              <FailedState title="The links could not be read." fault={fault()} actions={[retry]} />
            )}
          </Match>
          <Match when={store.graph()?.things.length === 1 && !panel.state().list}>
            <EmptyState
              title={`Nothing ${isFiltered() ? "that passes the filters " : ""}is linked with this.`}
              detail="Links come from notes, tasks, commits and commands that name it, and from what you link yourself."
              actions={isFiltered() ? [everything] : []}
            />
          </Match>
          <Match when={store.graph()}>
            {(graph) => (
              <>
                <Show when={graph().more}>
                  <p class="graph-more" role="status">
                    {`Only the ${MOST.toLocaleString("en")} nearest things are shown. Leave kinds out or stay nearer to see all of them.`}
                  </p>
                </Show>
                <Show
                  when={panel.state().list}
                  fallback={
                    <GraphCanvas
                      {...shared}
                      app={app}
                      graph={graph()}
                      visible={panel.visible()}
                      selected={selected()}
                      detailsId={detailsId}
                      onHover={setHovered}
                      onList={() => change({ list: true })}
                    />
                  }
                >
                  <GraphList {...shared} graph={graph()} selected={selected()} />
                </Show>
                <GraphDetails
                  id={detailsId}
                  graph={graph()}
                  thing={looked()}
                  onOpen={open}
                  onAround={showAround}
                  onJudge={(link, verdict) => void say(link, verdict)}
                />
              </>
            )}
          </Match>
        </Switch>
      </Show>
    </div>
  );
}
