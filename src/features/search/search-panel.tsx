import { For, Match, onCleanup, onMount, Show, Switch, type JSX } from "solid-js";
import { EmptyState, LoadingState, type StateAction } from "../../ui/states";
import { visiblePath } from "../../ui/visible-name";
import { ResultList } from "./result-list";
import { wantsWords } from "./query-words";
import type { Search } from "./search";
import { SearchBox } from "./search-box";
import { MeaningNote, SearchOptions } from "./search-options";

/** The Search view: field, options, and the hits of the whole folder. */
export function SearchPanel(props: { search: Search }): JSX.Element {
  const { app, store, replace, lines } = props.search;
  onCleanup(() => app.contexts.set("searchShown", false));
  onMount(() => {
    app.contexts.set("searchShown", true);
    // A search that came with the layout is made once it is looked at.
    if (store.phase().type === "idle" && store.files().length === 0 && store.form().query !== "") store.run();
  });
  const problems = (): string[] => {
    const phase = store.phase();
    const told = phase.type === "done" ? phase.done.problems : [];
    const skipped = replace.skipped().map(({ path, reason }) => `${visiblePath(path.path)}: ${reason ?? ""}`);
    return [...told, ...skipped].slice(0, 5);
  };
  return (
    <div class="search-view" data-testid="search-view">
      <SearchBox search={props.search} />
      <SearchOptions search={props.search} />
      <div class="search-body">
        <Switch>
          <Match when={lines().length > 0}>
            <ResultList search={props.search} />
          </Match>
          <Match when={store.phase().type === "running"}>
            <LoadingState label="Searching" lines={8} />
          </Match>
          <Match when={store.phase().type === "done"}>
            <Nothing search={props.search} />
          </Match>
          <Match when={store.phase().type !== "failed"}>
            <Show
              when={store.form().meaning}
              fallback={
                <EmptyState
                  title="Search every file of the folder."
                  detail="Hits stand here by file as you type. F4 goes to the next one."
                />
              }
            >
              <EmptyState
                title="Say what you look for, in your own words."
                detail="Functions and pieces of text stand here, the best first: by their words, by names and by what they mean. It stays on this machine."
              />
            </Show>
          </Match>
        </Switch>
      </div>
      <MeaningNote search={props.search} />
      <Show when={problems().length > 0}>
        <ul class="search-problems">
          <For each={problems()}>{(problem) => <li>{problem}</li>}</For>
        </ul>
      </Show>
    </div>
  );
}

/** What may have kept something from being found. */
function Nothing(props: { search: Search }): JSX.Element {
  const { store } = props.search;
  const actions = (): StateAction[] => {
    const { hidden, ignored, include, exclude, caseSensitive, meaning } = store.form();
    const everywhere = { title: "Search Everywhere", run: () => store.change({ include: "", exclude: "" }) };
    if (meaning) return include + exclude === "" ? [] : [everywhere];
    return [
      ...(caseSensitive ? [{ title: "Ignore Case", run: () => store.change({ caseSensitive: false }) }] : []),
      ...(hidden ? [] : [{ title: "Search Hidden Files Too", run: () => store.change({ hidden: true }) }]),
      ...(ignored ? [] : [{ title: "Search Ignored Files Too", run: () => store.change({ ignored: true }) }]),
      ...(include + exclude === "" ? [] : [everywhere]),
    ];
  };
  const detail = (): string =>
    store.form().meaning
      ? "Other words may find it, and fewer fields such as lang: or path:."
      : "Files with zero bytes are not searched.";
  return (
    <Show
      when={wantsWords(store.form())}
      fallback={<EmptyState title="Nothing found." detail={detail()} actions={actions()} />}
    >
      <EmptyState title="Add words to look for." detail="Fields such as lang: only narrow what they find." />
    </Show>
  );
}
