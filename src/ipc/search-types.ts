/** What search, symbols and the index say to the page, and its commands. */
import type { SearchPiece, WirePath } from "./bindings";

/** What is searched for, and where. */
export interface SearchQuery {
  query: string;
  /**
   * `query` reads fields, phrases and `/regex/`; `literal` and `regex` take the text whole; the others rank pieces
   * of files, by words, by meaning or by both.
   */
  syntax: "query" | "literal" | "regex" | "lexical" | "semantic" | "hybrid";
  case: "sensitive" | "smart" | "ignore";
  word: boolean;
  /** Globs; one with `!` in front leaves out. */
  paths: string[];
  hidden: boolean;
  ignored: boolean;
  /** `null` for every kind. */
  kinds: string[] | null;
  /** Lines before and after each hit. */
  context: number;
}

/** A `command` stands in no file: its path is the folder that it ran in, and its `ref` is `run:ID`. */
export type HitKind = "text" | "symbol" | "file" | "command" | "note" | "task";

export interface Hit {
  kind: HitKind;
  ref?: string;
  path: WirePath;
  /** From 1. */
  line: number;
  /** In bytes, from 1. */
  column: number;
  /** The column in UTF-16 units, from 1, of hits that know only this one. */
  character?: number;
  text: string;
  /** What matched, in UTF-16 units of `text`. */
  ranges: [number, number][];
  score: number;
  why: string;
  /** Which rankings brought it: `text`, `symbol`, `meaning`. */
  lists?: string[];
  /** What a row of a ranking is a piece of, where that has a name. */
  piece?: SearchPiece | null;
  /** A word that is always shown behind the line. */
  tag?: string;
  before?: string[];
  after?: string[];
}

/** Lines of a file, of which more like them are looked for; one line stands for the piece that it is in. */
export interface LikeLines {
  path: WirePath;
  line: number;
  endLine?: number;
}

export interface RankedParams {
  search: SearchQuery;
  limit: number;
  /** The file in front. */
  front?: WirePath;
  /** Takes the place of the words of the question. */
  like?: LikeLines;
  /** The id of a command that ran, which takes that place too. */
  likeRun?: string;
}

/** Pieces of files, the best first. */
export interface Ranked {
  hits: Hit[];
  /** Whether some pieces cannot be found yet. */
  partial: boolean;
  /** What could not be looked at. */
  problems?: Skipped[];
  /** Why nothing was looked for by meaning, when it should have been. */
  textOnly?: { message: string; hint?: string };
}

export interface SearchDone {
  files: number;
  hits: number;
  truncated: boolean;
  elapsedMs: number;
  /** Files that were read because the index does not know them. */
  scanned: number;
  problems: string[];
}

/** One message of a search: hits in the order of files, and one of the others at the end. */
export type SearchMessage =
  { hits: Hit[] } | { done: SearchDone } | { error: string | { message: string; hint?: string | null } };

export interface Skipped {
  path: WirePath;
  reason: string;
}

/** A match and what comes in its place. */
export interface ReplaceMatch {
  line: number;
  /** In bytes, from 1. */
  column: number;
  from: string;
  to: string;
}

export interface ReplaceFile {
  path: WirePath;
  /** What the file was when it was looked at. */
  hash: string;
  hits: ReplaceMatch[];
  /** Whether it was written. */
  done: boolean;
  /** Why it is left alone. */
  reason?: string | null;
}

/** A file that is to be changed, as long as it is what the preview showed. */
export interface ReplaceChoice {
  path: WirePath;
  hash: string;
  /** The numbers of matches that stay, from 0. */
  without: number[];
}

export interface ReplaceParams {
  search: SearchQuery;
  replacement: string;
  keepCase: boolean;
  /** Only tells what would be done. */
  dryRun: boolean;
  /** All when it is left out. */
  files?: ReplaceChoice[];
}

export interface SymbolRow {
  /** Empty for a name that is known in its function or file alone. */
  id: string;
  ref: string;
  /** Of a row of references: `definition`, `import` or `reference`. */
  kind: string;
  name: string;
  /** Names of what it stands in, the outermost first. */
  parent: string[];
  path: WirePath;
  line: number;
  /** In UTF-16 units, from 1. */
  column: number;
  endLine: number;
  signature: string;
  doc: string;
}

export interface IndexedFile {
  state: "indexed" | "skipped" | "stale" | "ignored";
  reason?: string | null;
}

/** How far the index is. */
export interface IndexProgress {
  state: "building" | "ready" | "paused" | "stopped";
  /** Files of this pass over the folder, and those of them that were read. */
  total: number;
  done: number;
}

export interface IndexStatus extends IndexProgress {
  /** Files that are known. */
  files: number;
  bytes: number;
  skipped: Skipped[];
  /** Of the file that was asked about. */
  file?: IndexedFile | null;
}

export type IndexDo = "pause" | "resume" | "stop" | "start";

export interface TextPlace {
  path: WirePath;
  line: number;
  /** In UTF-16 units, from 1. */
  column: number;
}

/** The commands as the page calls them. */
export interface SearchIpc {
  /** Starts a search; `onMessage` gets its messages, perhaps before this resolves, until it answers `false`. */
  searchRun: (
    params: { search: SearchQuery; limit: number },
    onMessage: (message: SearchMessage) => boolean,
  ) => Promise<{ search: string }>;
  searchStop: (params: { search: string }) => Promise<unknown>;
  /** Ranks pieces of files. */
  searchRanked: (params: RankedParams) => Promise<Ranked>;
  /** Replaces what a search finds, or tells what that would change; `historyUndo` takes it back. */
  searchReplace: (params: ReplaceParams) => Promise<{ files: ReplaceFile[] }>;
  symbolsOutline: (params: { path: WirePath }) => Promise<SymbolRow[]>;
  symbolsFind: (params: { query: string; limit: number }) => Promise<SymbolRow[]>;
  symbolDefinition: (params: TextPlace) => Promise<SymbolRow[]>;
  symbolReferences: (params: TextPlace) => Promise<SymbolRow[]>;
  indexStatus: (params: { path?: WirePath }) => Promise<IndexStatus>;
  indexControl: (params: { do: IndexDo }) => Promise<void>;
}
