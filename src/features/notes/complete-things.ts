/** What `[[` offers besides notes: symbols, files, tasks and commits that fit what is typed. */
import { matchText } from "../../kernel/match-text";
import { relativeTime } from "../../ui/relative-time";
import { visibleName, visiblePath } from "../../ui/visible-name";
import { isNote } from "./note-path";
import { isCode, symbolName, type ThingIpc } from "./thing-link";

/** A row of the list. */
export interface Offer {
  /** The group that it stands in. */
  group: "Tasks" | "Files" | "Symbols" | "Commits";
  /** What comes to stand between the brackets. */
  insert: string;
  title: string;
  detail: string;
}

/** Rows of each kind, so that none hides the others. */
const OF_EACH = 8;
/** Letters from which on names of symbols are looked for; fewer fit too many. */
const SYMBOLS_FROM = 2;

/** These would end a link or say something else in it. */
const isWritable = (text: string): boolean => !/[[\]|#\n]/.test(text);

async function tasks(ipc: ThingIpc, text: string): Promise<Offer[]> {
  const found = await ipc.taskList({ text });
  return found.tasks
    .filter(({ id, title }) => id !== null && matchText(`${id} ${title}`, text) !== undefined)
    .slice(0, OF_EACH)
    .map(({ id, title }) => ({
      group: "Tasks",
      insert: id ?? "",
      title: `${id} ${visibleName(title)}`,
      detail: "task",
    }));
}

async function files(ipc: ThingIpc, text: string): Promise<Offer[]> {
  const { matches } = await ipc.fileFind({ query: text, limit: 2 * OF_EACH });
  return matches
    .filter(({ path }) => !path.pathBytes && !isNote(path))
    .slice(0, OF_EACH)
    .map(({ path: { path } }) => ({
      group: "Files",
      insert: path,
      title: visibleName(path.slice(path.lastIndexOf("/") + 1)),
      detail: `file · ${visiblePath(path)}`,
    }));
}

async function symbols(ipc: ThingIpc, text: string): Promise<Offer[]> {
  if (text.length < SYMBOLS_FROM) return [];
  const rows = (await ipc.symbolsFind({ query: text, limit: 2 * OF_EACH })).filter(isCode);
  const names = rows.map(symbolName);
  // A name that several have leads nowhere.
  return rows
    .filter((row) => names.filter((name) => name === symbolName(row)).length === 1)
    .slice(0, OF_EACH)
    .map((row) => ({
      group: "Symbols",
      insert: symbolName(row),
      title: visibleName(symbolName(row)),
      detail: `${row.kind} · ${visiblePath(row.path.path)}:${row.line}`,
    }));
}

/** By words of their first lines, and by how their hashes begin; the last first. */
async function commits(ipc: ThingIpc, text: string): Promise<Offer[]> {
  const found = await ipc.commitList({ query: text, limit: OF_EACH });
  return found.commits.map(({ short, subject, at }) => ({
    group: "Commits",
    insert: short,
    title: visibleName(subject),
    detail: `${short} · ${relativeTime(at, Date.now())}`,
  }));
}

/** Asks for all kinds at once; one that cannot be read hides the others as little as they hide it. */
export async function offerThings(ipc: ThingIpc, text: string): Promise<Offer[]> {
  // Behind `#` stand headings and blocks of a note.
  if (text.trim() === "" || text.includes("#")) return [];
  const asked = await Promise.allSettled([tasks, files, symbols, commits].map((look) => look(ipc, text)));
  return asked
    .flatMap((each) => (each.status === "fulfilled" ? each.value : []))
    .filter(({ insert }) => isWritable(insert));
}
