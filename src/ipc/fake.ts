/**
 * A backend in memory, for tests and for looking at the page in a plain browser.
 *
 * It has the core's shapes and the parts of its behaviour that the page leans on; it is not part of the build.
 */
import type { Boot, Settings, UiEvent } from "./bindings";
import type { Ipc } from "./client";
import { makeAttachments } from "./fake/attachments";
import { makeBackups, type FakeBackups } from "./fake/backups";
import { makeCommits, type FakeCommits } from "./fake/commits";
import { makeDocuments } from "./fake/documents";
import { makeEdit } from "./fake/edit";
import { makeFiles, type FakeFiles } from "./fake/files";
import { makeSessions, type FakeSessions } from "./fake/sessions";
import { makeJournal, type FakeJournal } from "./fake/journal";
import { makeHistory, type FakeHistory } from "./fake/history";
import { makeIndex, type FakeIndex } from "./fake/index-status";
import { makeMeaning, type FakeMeaning } from "./fake/meaning";
import { makeNotes } from "./fake/notes";
import { makeReplace } from "./fake/replace";
import { makeLinkGraph, type FakeGraph } from "./fake/link-graph";
import { makeLinks, type FakeLinks } from "./fake/links";
import { makeRuns, type FakeRuns } from "./fake/runs";
import { makeScripts, type FakeScripts } from "./fake/scripts";
import { makeSearch, type FakeSearch } from "./fake/search";
import { makeSymbols } from "./fake/symbols";
import { makeSettings } from "./fake/settings";
import { makeSystem, type FakeSystem } from "./fake/system";
import { makeTasks, type FakeTasks } from "./fake/tasks";
import { makePictures, type FakePictures } from "./fake/pictures";
import { makeTerminals, type FakeTerminals } from "./fake/terminals";

export interface FakeOptions {
  /** Files by path; text is kept as UTF-8. */
  files?: Record<string, string | Uint8Array>;
  settings?: Partial<Settings>;
  /** Parts of the boot answer to put in place of the usual ones. */
  boot?: Partial<Boot>;
}

export interface FakeBackend {
  ipc: Ipc;
  files: FakeFiles;
  journal: FakeJournal;
  history: FakeHistory;
  terminals: FakeTerminals;
  links: FakeLinks;
  graph: FakeGraph;
  commits: FakeCommits;
  runs: FakeRuns;
  scripts: FakeScripts;
  system: FakeSystem;
  sessions: FakeSessions;
  backups: FakeBackups;
  search: FakeSearch;
  index: FakeIndex;
  meaning: FakeMeaning;
  tasks: FakeTasks;
  pictures: FakePictures;
  /** Sends an event to the page. */
  emit: (event: UiEvent) => void;
  listen: (handle: (event: UiEvent) => void) => () => void;
  /** Every call, in order. */
  calls: { name: string; params: unknown }[];
  /** Makes the next call of a command fail with this. */
  failNext: (name: keyof Ipc, error: unknown) => void;
}

/** Makes a backend of its own; nothing is shared between two of them. */
export function makeFake(options: FakeOptions = {}): FakeBackend {
  const listeners = new Set<(event: UiEvent) => void>();
  const emit = (event: UiEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  const files = makeFiles(options.files ?? {}, emit);
  const journal = makeJournal(emit);
  const settings = makeSettings(options.settings ?? {}, emit);
  const documents = makeDocuments(files, emit);
  const history = makeHistory(files);
  const terminals = makeTerminals(emit);
  const links = makeLinks(journal);
  const graph = makeLinkGraph(links);
  const commits = makeCommits();
  const runs = makeRuns(emit);
  const scripts = makeScripts(terminals, emit);
  const system = makeSystem(options.boot ?? {}, settings.snapshot, documents.open, emit);
  const sessions = makeSessions();
  const backups = makeBackups();
  const search = makeSearch(files);
  const index = makeIndex(files, emit);
  const meaning = makeMeaning(emit);
  const tasks = makeTasks(files, history);
  const pictures = makePictures(settings.snapshot);
  const raw: Ipc = {
    ...sessions.commands,
    ...backups.commands,
    ...files.commands,
    ...journal.commands,
    ...settings.commands,
    ...documents.commands,
    ...history.commands,
    ...terminals.commands,
    ...links.commands,
    ...commits.commands,
    ...runs.commands,
    ...scripts.commands,
    ...system.commands,
    ...search.commands,
    ...makeAttachments(files),
    ...makeNotes(files),
    ...makeReplace(files, history),
    ...makeEdit(files, history),
    ...makeSymbols(files),
    ...index.commands,
    ...meaning.commands,
    ...tasks.commands,
    ...pictures.commands,
  };
  const calls: FakeBackend["calls"] = [];
  const failures = new Map<string, unknown[]>();
  const ipc = recorded(raw, calls, failures);
  return {
    ipc,
    files,
    journal,
    history,
    terminals,
    links,
    graph,
    commits,
    runs,
    scripts,
    system,
    sessions,
    backups,
    search,
    index,
    meaning,
    tasks,
    pictures,
    emit,
    listen: (handle) => {
      listeners.add(handle);
      return () => listeners.delete(handle);
    },
    calls,
    failNext: (name, error) => failures.set(name, [...(failures.get(name) ?? []), error]),
  };
}

function recorded(raw: Ipc, calls: FakeBackend["calls"], failures: Map<string, unknown[]>): Ipc {
  const wrapped: Record<string, unknown> = {};
  for (const [name, call] of Object.entries(raw)) {
    wrapped[name] = async (...args: unknown[]) => {
      calls.push({ name, params: args[0] });
      const failure = failures.get(name)?.shift();
      if (failure !== undefined) throw failure;
      return (call as (...args: unknown[]) => unknown)(...args);
    };
  }
  return wrapped as unknown as Ipc;
}
