/** How the core writes searches, symbols and the index, and what the page makes of it. */
import type { ApiError, UiEvent, WirePath } from "./bindings";
import type {
  Hit,
  IndexDo,
  IndexedFile,
  IndexProgress,
  IndexStatus,
  SearchMessage,
  SearchQuery,
  Skipped,
  SymbolRow,
} from "./search-types";

export interface WireQuery {
  text: string;
  mode: SearchQuery["syntax"];
  case: SearchQuery["case"];
  word: boolean;
  paths: string[];
  langs: string[];
  kinds: string[];
  hidden: boolean;
  noIgnore: boolean;
  context: number;
}

export function wireQuery({ query, syntax, ignored, kinds, ...same }: SearchQuery): WireQuery {
  return { ...same, text: query, mode: syntax, langs: [], kinds: kinds ?? [], noIgnore: ignored };
}

export interface WireMessage {
  hits?: Hit[];
  done?: {
    files: number;
    hits: number;
    scanned: number;
    truncated: boolean;
    elapsedMs: number;
    problems?: Skipped[];
    error?: ApiError;
  };
}

/** The messages in one of the core's: hits, then the end. */
export function messagesIn({ hits, done }: WireMessage): SearchMessage[] {
  const messages: SearchMessage[] = hits ? [{ hits }] : [];
  if (!done) return messages;
  const { error, problems = [], ...counts } = done;
  if (error) return [...messages, { error }];
  const told = problems.map(({ path, reason }) => `${path.path}: ${reason}`);
  return [...messages, { done: { ...counts, problems: told } }];
}

export interface WireReference {
  path: WirePath;
  line: number;
  column: number;
  text: string;
  role: "definition" | "import" | "reference";
}

/** A use of a name as a row like those of definitions. */
export function referenceRow(name: string, use: WireReference): SymbolRow {
  const { path, line, column, text, role } = use;
  return {
    id: `${path.pathBytes ?? path.path}:${line}:${column}`,
    ref: `file:${path.path}`,
    kind: role,
    name,
    parent: [],
    path,
    line,
    column,
    endLine: line,
    signature: text,
    doc: "",
  };
}

export interface WireProgress {
  total: number;
  done: number;
  running: boolean;
  paused: boolean;
  stopped: boolean;
}

export function progressOf({ total, done, running, paused, stopped }: WireProgress): IndexProgress {
  const state = stopped ? "stopped" : paused ? "paused" : running ? "building" : "ready";
  return { state, total, done };
}

export interface WireIndexStatus {
  progress: WireProgress;
  files: number;
  bytes: number;
  states: ({ path: WirePath } & IndexedFile)[];
}

export function indexStatusFrom({ progress, files, bytes, states }: WireIndexStatus): IndexStatus {
  const skipped = states.flatMap(({ path, state, reason }): Skipped[] =>
    state === "skipped" ? [{ path, reason: reason ?? "" }] : [],
  );
  return { ...progressOf(progress), files, bytes, skipped };
}

/** A start is a going on for the core. */
export function wireAction(step: IndexDo): "pause" | "resume" | "stop" {
  return step === "start" ? "resume" : step;
}

/** The event that tells of the index's progress, beside those of the bindings. */
export const indexProgress = "indexProgress" satisfies UiEvent["type"];

export function progressIn(event: UiEvent): IndexProgress {
  return progressOf((event as unknown as { progress: WireProgress }).progress);
}
