/** What a wikilink means that leads to no note: a task by its id, a file by its path, a symbol by its name. */
import type { WirePath } from "../../ipc/bindings";
import type { Ipc } from "../../ipc/client";
import type { SymbolRow } from "../../ipc/search-types";

/** What is asked to find things by name. */
export type ThingIpc = Pick<Ipc, "symbolsFind" | "fileFind" | "taskList">;

/** A place in a file; line and column from 1. */
export interface ThingPlace {
  path: WirePath;
  line?: number;
  character?: number;
}

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

/** The symbol of that name, where there is only one. */
async function symbolOf(ipc: ThingIpc, name: string): Promise<ThingPlace | undefined> {
  const rows = (await ipc.symbolsFind({ query: name, limit: MOST })).filter(
    (row) => isCode(row) && isNamed(row, name),
  );
  const [only] = rows.length === 1 ? rows : [];
  return only && { path: only.path, line: only.line, character: only.column };
}

/** Looks for a task, then for a file, then for a symbol. */
export async function findThing(ipc: ThingIpc, name: string): Promise<ThingPlace | undefined> {
  const wanted = name.trim();
  if (wanted === "") return undefined;
  return (await taskOf(ipc, wanted)) ?? (await fileOf(ipc, wanted)) ?? (await symbolOf(ipc, wanted));
}
