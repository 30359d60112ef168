/** Search in the text of a terminal. */
import { SearchAddon } from "@xterm/addon-search";
import type { ISearchOptions } from "@xterm/addon-search";
import type { Terminal } from "@xterm/xterm";

export interface FindQuery {
  text: string;
  caseSensitive: boolean;
  regex: boolean;
}

export interface FindResult {
  /** From 1; 0 when none is chosen or there are too many to count. */
  current: number;
  total: number;
}

export interface Finder {
  next(query: FindQuery, incremental?: boolean): void;
  previous(query: FindQuery): void;
  /** Takes the marks away. */
  clear(): void;
  /** Whether something is marked, so that the selection is the chosen match. */
  marks(): boolean;
  /** Marks again what is marked, in the colours that are in force now. */
  recolour(): void;
  onResult(handle: (result: FindResult) => void): void;
}

/** Matches that are marked at once. */
const MARKED = 1000;

/** Whether a regular expression can be read; the person may be in the middle of writing one. */
export function isUsable({ text, regex }: FindQuery): boolean {
  if (text === "") return false;
  if (!regex) return true;
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** `onMarks` hears when marks come and when they go. */
export function makeFinder(
  terminal: Terminal,
  colours: () => ISearchOptions["decorations"],
  onMarks: () => void = () => undefined,
): Finder {
  const addon = new SearchAddon({ highlightLimit: MARKED });
  terminal.loadAddon(addon);
  const options = (query: FindQuery): ISearchOptions => ({
    caseSensitive: query.caseSensitive,
    regex: query.regex,
    decorations: colours(),
  });
  let marked: FindQuery | undefined;
  const mark = (query: FindQuery | undefined) => {
    const before = marked;
    marked = query;
    if ((before === undefined) !== (query === undefined)) onMarks();
  };
  const clear = () => {
    mark(undefined);
    addon.clearDecorations();
    terminal.clearSelection();
  };
  return {
    next(query, incremental = false) {
      if (!isUsable(query)) return clear();
      mark(query);
      addon.findNext(query.text, { ...options(query), incremental });
    },
    previous(query) {
      if (!isUsable(query)) return clear();
      mark(query);
      addon.findPrevious(query.text, options(query));
    },
    clear,
    marks: () => marked !== undefined,
    recolour() {
      if (!marked) return;
      // The addon draws marks anew only for a search that it does not know.
      addon.clearDecorations();
      addon.findPrevious(marked.text, { ...options(marked), incremental: true });
    },
    onResult(handle) {
      addon.onDidChangeResults(({ resultIndex, resultCount }) =>
        handle({ current: resultIndex + 1, total: resultCount }),
      );
    },
  };
}
