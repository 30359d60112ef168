/** What a wikilink means that leads to no note: a task by its id, a file by its path, a commit by its hash, a symbol by its name. */
import type { WirePath } from "../../ipc/bindings";
import type { Ipc } from "../../ipc/client";
import type { SymbolRow } from "../../ipc/search-types";

/** What is asked to find things by name. */
export type ThingIpc = Pick<Ipc, "symbolsFind" | "fileFind" | "taskList" | "commitList">;

/** A place in a file; line and column from 1. */
export interface ThingPlace {
  path: WirePath;
  line?: number;
  character?: number;
}

/** What a name leads to: a place, or a commit by its reference. */
export type FoundThing = ThingPlace | { ref: string };

/** More rows than a name that only one thing has can hide behind. */
const MOST = 50;

/** A symbol with what it stands in, as it is written between brackets. */
export const symbolName = ({ parent, name }: SymbolRow): string => [...parent, name].join("::");

/** What is no definition of code; notes know their headings themselves. */
const noCode = new Set(["heading", "key", "rule"]);
export const isCode = ({ kind }: SymbolRow): boolean => !noCode.has(kind);

/** `Type::name` and `Type.name` as their parts. */
const partsOf = (name: string): string[] => name.split(/::|\./);

function isNamed(row: SymbolRow, name: string): boolean {
  const parts = partsOf(name);
  const full = [...row.parent, row.name];
  return parts.every((part, index) => part === full[full.length - parts.length + index]);
}

async function taskOf(ipc: ThingIpc, name: string): Promise<ThingPlace | undefined> {
  if (!/^[\p{L}]+-\d+(\.\d+)*$/u.test(name)) return undefined;
  const wanted = name.toLowerCase();
  const { tasks } = await ipc.taskList({ places: ["active", "draft", "completed", "archived"] });
  const found =
    tasks.find(({ id }) => id?.toLowerCase() === wanted) ??
    tasks.find(({ aliases }) => aliases.some((alias) => alias.toLowerCase() === wanted));
  return found && { path: { path: found.path } };
}

/** The file of that path, or the only one of that name. */
async function fileOf(ipc: ThingIpc, name: string): Promise<ThingPlace | undefined> {
  const paths = (await ipc.fileFind({ query: name, limit: MOST })).matches.map(({ path }) => path);
  const exact = paths.find(({ path }) => path === name.replace(/^\.?\//, ""));
  const named = paths.filter(({ path }) => path.endsWith(`/${name}`));
  const [only] = named.length === 1 ? named : [];
  const path = exact ?? only;
  return path && { path };
}

/** The commit whose hash begins so, where there is only one. */
async function commitOf(ipc: ThingIpc, name: string): Promise<{ ref: string } | undefined> {
  // Fewer digits are more likely a number or a word.
  if (!/^[0-9a-f]{7,40}$/i.test(name)) return undefined;
  const { commits } = await ipc.commitList({ query: name, limit: MOST });
  const fitting = commits.filter(({ hash }) => hash.startsWith(name.toLowerCase()));
  const [only] = fitting.length === 1 ? fitting : [];
  return only && { ref: only.ref };
}

/** The symbol of that name, where there is only one. */
async function symbolOf(ipc: ThingIpc, name: string): Promise<ThingPlace | undefined> {
  const rows = (await ipc.symbolsFind({ query: name, limit: MOST })).filter(
    (row) => isCode(row) && isNamed(row, name),
  );
  const [only] = rows.length === 1 ? rows : [];
  return only && { path: only.path, line: only.line, character: only.column };
}

/** Looks for a task, then for a file, for a commit and for a symbol, as the core does for links. */
export async function findThing(ipc: ThingIpc, name: string): Promise<FoundThing | undefined> {
  const wanted = name.trim();
  if (wanted === "") return undefined;
  for (const look of [taskOf, fileOf, commitOf, symbolOf]) {
    const found = await look(ipc, wanted);
    if (found) return found;
  }
  return undefined;
}
