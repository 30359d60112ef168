import { createMemo, type JSX } from "solid-js";
import { VirtualRows } from "../../ui/virtual-rows";
import { showRowMenu } from "./more-like";
import { makeResultKeys } from "./result-keys";
import { ResultRow, rowId } from "./result-row";
import type { Search } from "./search";

const ROW_HEIGHT = 22;
/** A row of a ranking has two lines: the code, and below it where it stands and why. */
const RANKED_HEIGHT = 40;

/** The hits by file, as a tree of two levels; only the lines in sight are drawn. */
export function ResultList(props: { search: Search }): JSX.Element {
  // The search stays the same as long as the window lives.
  const { app, store, replace, lines, cursorIndex, open, focusField, onFocusList } = props.search;
  let element: HTMLDivElement | undefined;
  const rowHeight = (): number => (store.ranked() && !replace.files() ? RANKED_HEIGHT : ROW_HEIGHT);
  onFocusList(() => {
    if (cursorIndex() < 0) store.setCursor(lines()[0]?.key);
    element?.focus();
  });
  const keys = makeResultKeys({
    lines,
    cursor: cursorIndex,
    setCursor: store.setCursor,
    isCollapsed: (line) => store.collapsed().has(line.file.key),
    toggle: (line) => store.toggle(line.file),
    open,
    dismiss: (line) => {
      if (!replace.files()) store.dismiss(line);
    },
    check: (line) => {
      if (!replace.files() || line.type === "context") return false;
      if (line.type === "file") replace.toggleFile(line.file);
      else replace.toggleHit(line.file, line.hit.line);
      return true;
    },
    menu: (line) => {
      const box = document.getElementById(rowId(line.key))?.getBoundingClientRect();
      if (box) showRowMenu(app, line, { x: box.left + 24, y: box.bottom });
    },
    leave: focusField,
    page: () => Math.max(1, Math.floor((element?.clientHeight ?? 0) / rowHeight()) - 1),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== element || !keys(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const cursorId = createMemo(() => {
    const line = lines()[cursorIndex()];
    return line && rowId(line.key);
  });
  return (
    <VirtualRows
      class="search-results"
      items={lines()}
      rowHeight={rowHeight()}
      reveal={cursorIndex()}
      row={(line) => <ResultRow search={props.search} line={line} />}
      attributes={{
        ref: (made: HTMLDivElement) => (element = made),
        role: "tree",
        tabIndex: 0,
        "data-testid": "search-results",
        "aria-label": "Search results",
        get "aria-activedescendant"() {
          return cursorId();
        },
        onKeyDown,
        onFocusIn: () => app.contexts.set("searchResultsFocus", true),
        onFocusOut: () => app.contexts.set("searchResultsFocus", false),
      }}
    />
  );
}
