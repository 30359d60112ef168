import { createSignal, For, onMount, Show, type JSX } from "solid-js";
import Brain from "lucide-solid/icons/brain";
import CaseSensitive from "lucide-solid/icons/case-sensitive";
import ChevronDown from "lucide-solid/icons/chevron-down";
import ChevronRight from "lucide-solid/icons/chevron-right";
import ListFilter from "lucide-solid/icons/list-filter";
import Regex from "lucide-solid/icons/regex";
import WholeWord from "lucide-solid/icons/whole-word";
import { sentences } from "../../kernel/sentences";
import { Toggle } from "../../ui/toggle";
import { makeHistoryWalk } from "./query-history";
import { explain, explainFields } from "./query-words";
import { ReplaceRow } from "./replace-row";
import type { Search } from "./search";
import type { SearchForm } from "./search-form";

type Flag = "caseSensitive" | "word" | "regex" | "fields" | "meaning";
const flags: [Flag, string, string, typeof Regex][] = [
  ["caseSensitive", "Match case", "Alt+C", CaseSensitive],
  ["word", "Match whole words", "Alt+W", WholeWord],
  ["regex", "Use a regular expression", "Alt+R", Regex],
  ["fields", "Read fields such as lang: and path:", "Alt+F", ListFilter],
  ["meaning", "Search by meaning", "Alt+M", Brain],
];
/** What a flag does not go together with: a text is read in one way only. */
const apart: Record<Flag, Partial<SearchForm>> = {
  caseSensitive: { meaning: false },
  word: { meaning: false },
  regex: { fields: false, meaning: false },
  fields: { regex: false, meaning: false },
  meaning: { caseSensitive: false, word: false, regex: false, fields: false, replacing: false },
};

/** The field for what is searched, with its toggles, and below it the one for what takes its place. */
export function SearchBox(props: { search: Search }): JSX.Element {
  const { app, store, focusList, onFocusField } = props.search;
  const [hasFocus, setFocus] = createSignal(false);
  const walk = makeHistoryWalk();
  let field!: HTMLInputElement;
  onMount(() =>
    onFocusField(() => {
      field.focus();
      field.select();
    }),
  );
  const form = (): SearchForm => store.form();
  const fault = (): { message: string; hint?: string | undefined } | undefined => {
    const phase = store.phase();
    return phase.type === "failed" ? phase.fault : undefined;
  };
  /** Hits of something else are no answer to the text, which is kept for the next search. */
  const isGiven = (): boolean => store.phase().type === "given";
  const placeholder = (): string => {
    if (isGiven() && form().query !== "") return `Enter: ${form().query}`;
    return form().meaning ? "Say what you look for" : "Search";
  };
  /** How the text is read, where that is not plain. */
  const about = (): string | undefined => {
    if (isGiven()) return undefined;
    const { query, fields, meaning } = form();
    return meaning ? explainFields(query) : fields ? explain(query) : undefined;
  };
  const past = (by: 1 | -1): boolean => {
    const query = walk.step(store.history(), form().query, by);
    if (query !== undefined) store.change({ query });
    return query !== undefined;
  };
  const search = (): void => {
    walk.leave();
    store.remember();
    store.run();
  };
  const escape = (): void => {
    if (store.phase().type === "running") store.stop();
    else app.workbench.focusArea("center");
  };
  const keys: Record<string, () => void> = {
    Enter: search,
    ArrowUp: () => past(1),
    ArrowDown: () => past(-1) || focusList(),
    Escape: escape,
  };
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing || event.altKey) return;
    const act =
      event.ctrlKey && event.key === "ArrowDown" ? focusList : event.ctrlKey ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const toggles = (event: KeyboardEvent): void => {
    const flag = flags.find(([, , key]) => event.code === `Key${key.slice(-1)}`)?.[0];
    if (!flag || !event.altKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    set(flag, !form()[flag]);
  };
  // What is meant is a sentence rather than a word: it gets the room of what does not go with it.
  const shown = (): typeof flags => (form().meaning ? flags.filter(([flag]) => flag === "meaning") : flags);
  const set = (flag: Flag, on: boolean): void => store.change({ [flag]: on, ...(on ? apart[flag] : {}) });
  return (
    <div class="search-boxes" onKeyDown={toggles}>
      <button
        type="button"
        class="icon-button search-fold"
        aria-label={form().replacing ? "Hide replace" : "Show replace"}
        aria-expanded={form().replacing}
        data-tip="Replace"
        data-tip-command="search.replace"
        onClick={() => store.change({ replacing: !form().replacing, meaning: false })}
      >
        <Show when={form().replacing} fallback={<ChevronRight size={14} />}>
          <ChevronDown size={14} />
        </Show>
      </button>
      <div class="search-stack">
        <div class="search-box" classList={{ "search-box-focus": hasFocus(), "search-box-fault": !!fault() }}>
          <input
            ref={field}
            type="text"
            aria-label="Search"
            aria-invalid={fault() ? true : undefined}
            aria-describedby="search-fault"
            placeholder={placeholder()}
            autocomplete="off"
            spellcheck={false}
            data-testid="search-input"
            value={isGiven() ? "" : form().query}
            onInput={(event) => {
              walk.leave();
              store.change({ query: event.currentTarget.value });
            }}
            onKeyDown={press}
            onFocus={() => {
              setFocus(true);
              app.contexts.set("searchInputFocus", true);
            }}
            onBlur={() => {
              setFocus(false);
              app.contexts.set("searchInputFocus", false);
            }}
          />
          <For each={shown()}>
            {([flag, title, key, Icon]) => (
              <Toggle
                title={`${title} (${key})`}
                name={`search-${flag}`}
                on={form()[flag]}
                onToggle={(on) => set(flag, on)}
              >
                <Icon size={14} aria-hidden="true" />
              </Toggle>
            )}
          </For>
        </div>
        <p class="search-fault" id="search-fault" role="alert">
          {sentences(fault()?.message, fault()?.hint)}
        </p>
        <Show when={!fault() && about()}>
          {(told) => (
            <p class="search-about" data-testid="search-about">
              {told()}
            </p>
          )}
        </Show>
        <Show when={form().replacing}>
          <ReplaceRow search={props.search} />
        </Show>
      </div>
    </div>
  );
}
