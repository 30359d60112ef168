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

export function makeFinder(terminal: Terminal, colours: () => ISearchOptions["decorations"]): Finder {
  const addon = new SearchAddon({ highlightLimit: MARKED });
  terminal.loadAddon(addon);
  const options = (query: FindQuery): ISearchOptions => ({
    caseSensitive: query.caseSensitive,
    regex: query.regex,
    decorations: colours(),
  });
  const clear = () => {
    addon.clearDecorations();
    terminal.clearSelection();
  };
  return {
    next(query, incremental = false) {
      if (isUsable(query)) addon.findNext(query.text, { ...options(query), incremental });
      else clear();
    },
    previous(query) {
      if (isUsable(query)) addon.findPrevious(query.text, options(query));
      else clear();
    },
    clear,
    onResult(handle) {
      addon.onDidChangeResults(({ resultIndex, resultCount }) =>
        handle({ current: resultIndex + 1, total: resultCount }),
      );
    },
  };
}
