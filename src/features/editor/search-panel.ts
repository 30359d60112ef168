/** Find and replace in the file: a row at the top of the editor, and a second one when replacing. */
import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  replaceAll,
  replaceNext,
  search,
  SearchQuery,
  selectMatches,
  setSearchQuery,
} from "@codemirror/search";
import { StateEffect, StateField, type EditorState } from "@codemirror/state";
import type { EditorView, Panel, ViewUpdate } from "@codemirror/view";
import { countMatches } from "./search-count";

/** Shows or hides the row for replacing. */
export const showReplace = StateEffect.define<boolean>();

/** Whether the panel, when open, has its row for replacing. */
export const replaceShown = StateField.define<boolean>({
  create: () => false,
  update: (shown, transaction) =>
    transaction.effects.reduce((now, effect) => (effect.is(showReplace) ? effect.value : now), shown),
});

type Flag = "caseSensitive" | "wholeWord" | "regexp";
const flags: [Flag, string, string, string][] = [
  ["caseSensitive", "Aa", "Match case (Alt+C)", "KeyC"],
  ["wholeWord", "ab", "Match whole word (Alt+W)", "KeyW"],
  ["regexp", ".*", "Use regular expression (Alt+R)", "KeyR"],
];

function field(label: string, name: string): HTMLInputElement {
  const input = document.createElement("input");
  Object.assign(input, { type: "text", name, placeholder: label, spellcheck: false, autocomplete: "off" });
  input.setAttribute("aria-label", label);
  return input;
}

function button(text: string, title: string, run: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: text, title, onclick: run });
  made.setAttribute("aria-label", title);
  return made;
}

function row(...parts: Node[]): HTMLDivElement {
  const made = document.createElement("div");
  made.className = "search-row";
  made.append(...parts);
  return made;
}

function makeSearchPanel(view: EditorView): Panel {
  const find = field("Find", "find");
  find.setAttribute("main-field", "true");
  const replacement = field("Replace", "replace");
  const count = document.createElement("output");
  count.className = "search-count";
  const toggles = flags.map(([flag, text, title]) =>
    button(text, title, () => change({ [flag]: !query()[flag] })),
  );
  const replaceRow = row(
    replacement,
    button("Replace", "Replace (Enter)", () => void replaceNext(view)),
    button("All", "Replace all (Ctrl+Alt+Enter)", () => void replaceAll(view)),
  );
  const fold = button("›", "Show replace (Ctrl+H)", () => toggleReplace());
  const findRow = row(
    fold,
    find,
    ...toggles,
    count,
    button("↑", "Previous match (Shift+Enter)", () => void findPrevious(view)),
    button("↓", "Next match (Enter)", () => void findNext(view)),
    button("≡", "Select all matches (Alt+Enter)", () => void selectMatches(view)),
    button("✕", "Close (Escape)", () => void close()),
  );
  const dom = document.createElement("div");
  dom.className = "search-panel";
  dom.setAttribute("role", "search");
  dom.append(findRow, replaceRow);

  const query = (): SearchQuery => getSearchQuery(view.state);
  const close = (): boolean => {
    closeSearchPanel(view);
    view.focus();
    return true;
  };
  const toggleReplace = (): void => {
    view.dispatch({ effects: showReplace.of(!view.state.field(replaceShown)) });
  };
  const change = (part: Partial<Record<Flag, boolean>>): void => {
    const { caseSensitive, wholeWord, regexp } = query();
    const now = { caseSensitive, wholeWord, regexp, search: find.value, replace: replacement.value, ...part };
    const next = new SearchQuery({ ...now, literal: !now.regexp });
    if (!next.eq(query())) view.dispatch({ effects: setSearchQuery.of(next) });
  };
  const draw = (state: EditorState): void => {
    const now = getSearchQuery(state);
    if (find.value !== now.search) find.value = now.search;
    if (replacement.value !== now.replace) replacement.value = now.replace;
    flags.forEach(([flag], index) => toggles[index]?.setAttribute("aria-pressed", String(now[flag])));
    const shown = state.field(replaceShown, false) ?? false;
    replaceRow.hidden = !shown;
    fold.setAttribute("aria-expanded", String(shown));
    const faulty = now.search !== "" && !now.valid;
    find.setAttribute("aria-invalid", String(faulty));
    count.textContent = faulty ? "Not a valid expression" : countMatches(state, now);
  };
  const onKey = (event: KeyboardEvent): void => {
    const flag =
      event.altKey && !event.ctrlKey ? flags.find(([, , , code]) => code === event.code) : undefined;
    if (flag) change({ [flag[0]]: !query()[flag[0]] });
    else if (event.key === "Escape") close();
    else if (event.key === "F3") (event.shiftKey ? findPrevious : findNext)(view);
    else if (event.ctrlKey && event.key === "h") toggleReplace();
    else if (event.ctrlKey && event.key === "f") find.select();
    else if (event.key !== "Enter" || event.target instanceof HTMLButtonElement) return;
    else if (event.ctrlKey && event.altKey) replaceAll(view);
    else if (event.altKey) selectMatches(view);
    else if (event.target === replacement) replaceNext(view);
    else (event.shiftKey ? findPrevious : findNext)(view);
    event.preventDefault();
    event.stopPropagation();
  };
  dom.addEventListener("keydown", onKey);
  for (const input of [find, replacement]) input.addEventListener("input", () => change({}));

  draw(view.state);
  return {
    dom,
    top: true,
    mount: () => find.select(),
    update: (update: ViewUpdate) => {
      const asked = update.transactions.some((at) =>
        at.effects.some((effect) => effect.is(setSearchQuery) || effect.is(showReplace)),
      );
      if (asked || update.docChanged || update.selectionSet) draw(update.state);
    },
  };
}

/** The panel's state and its place. */
export const searchPanel = [replaceShown, search({ top: true, createPanel: makeSearchPanel })];
