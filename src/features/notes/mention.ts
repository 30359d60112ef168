/** Makes a link of a place that names a note. */
import type { NoteBacklink, NoteInfo } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { editText } from "../editor";
import { stemOf } from "./note-path";

/** What is no plain text in a line: code, links, embeds, tags and addresses. */
const NOT_PLAIN = /`[^`]*`|!?\[\[[^[\]]*\]\]|!?\[[^[\]]*\]\([^()]*\)|<[^<>]*>|https?:\/\/\S+|#[\w/-]+/g;
/** More notes of one name are not looked through. */
const MOST = 50;

const escaped = (name: string): string => name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The first place of a line that is one of the names, as a whole word in any case; of two the longer. */
export function mentionIn(line: string, names: readonly string[]): { from: number; to: number } | undefined {
  const wanted = names.map((name) => name.trim()).filter((name) => name.length > 0);
  if (wanted.length === 0) return undefined;
  const longest = wanted.toSorted((a, b) => b.length - a.length).map(escaped);
  const word = "[\\p{L}\\p{N}\\p{M}_]";
  const found = new RegExp(`(?<!${word})(?:${longest.join("|")})(?!${word})`, "iu").exec(
    line.replaceAll(NOT_PLAIN, (part) => "\0".repeat(part.length)),
  );
  return found ? { from: found.index, to: found.index + found[0].length } : undefined;
}

/** All that the note is called. */
export const namesOf = ({ title, path, aliases }: NoteInfo): string[] => [title, stemOf(path), ...aliases];

/** How the note is written between brackets: by the core's name for it, else by its path. */
async function nameFor(app: App, info: NoteInfo, place: NoteBacklink): Promise<string> {
  const asked = { text: stemOf(info.path), from: place.path, limit: MOST };
  const { items } = await app.ipc.noteComplete(asked);
  const own = items.find(({ kind, path }) => kind === "note" && path.path === info.path.path);
  return own?.insert ?? info.path.path.replace(/\.(md|markdown)$/i, "");
}

/** Writes the link as one edit of the text, which is unsaved then. False where the text names it no more. */
export async function linkMention(app: App, info: NoteInfo, place: NoteBacklink): Promise<boolean> {
  const target = await nameFor(app, info, place);
  const names = namesOf(info);
  let isWritten = false;
  await editText(app, place.path, (text) => {
    if (place.line > text.lines) return undefined;
    const { from, text: line } = text.line(place.line);
    const found = mentionIn(line, names);
    if (!found) return undefined;
    isWritten = true;
    const written = line.slice(found.from, found.to);
    const insert = written === target ? `[[${target}]]` : `[[${target}|${written}]]`;
    return { from: from + found.from, to: from + found.to, insert };
  });
  return isWritten;
}
