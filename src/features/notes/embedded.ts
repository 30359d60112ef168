/** What an embed `![[note#heading]]` shows: the text of a note or of a part of it. */
import { AppError } from "../../ipc/app-error";
import type { NoteInfo, WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { openText } from "../editor";
import { isNote, keyOf } from "./note-path";
import { partOf } from "./preview";
import { linkTarget } from "./wikilink";

/** Embeds in embeds that are drawn; a person who wants to read on opens the note. */
const DEEPEST = 4;
/** Notes that one text embeds at most, with all that these embed: each is a question to the core. */
const MOST = 100;

/** The embeds that an embed stands in. */
export interface Chain {
  /** The notes and parts around it, the text itself first. */
  around: string[];
  /** How many more may be drawn in that text. */
  room: { left: number };
}

export const chainOf = (path: WirePath): Chain => ({ around: [partKey(path)], room: { left: MOST } });

/** The same for every spelling of a part. */
const partKey = (path: WirePath, fragment?: string): string =>
  fragment === undefined ? keyOf(path) : `${keyOf(path)}#${fragment.trim().toLowerCase()}`;

/** Text, or the sentence that stands in its place. */
export type Embedded = {
  /** The link that its name is; what it says is the target with its fragment. */
  target: string;
  fragment: string | undefined;
} & (
  | { note: NoteInfo; html: string; chain: Chain }
  /** No note: it can be opened, and is not drawn. */
  | { other: true }
  | { sentence: string }
);

export interface EmbedOptions {
  app: App;
  /** The note that it stands in, and what is known of it. */
  from: WirePath;
  info: NoteInfo | undefined;
  chain: Chain;
  /** Whether the text around has room for one more. */
  fits: boolean;
  target: string;
  fragment: string | undefined;
}

interface Found {
  note: NoteInfo;
  html: string;
}

/** The text as it is now, also where it is not saved. */
async function read(app: App, path: WirePath): Promise<Found | undefined> {
  try {
    const { note, text } = await app.ipc.noteShow({ note: path, html: true });
    const open = openText(app, note.path);
    if (!open) return { note, html: text };
    const { html } = await app.ipc.markdownHtml({ text: (await open.read()).toString() });
    return { note, html };
  } catch (thrown) {
    if (AppError.from(thrown).code === "notFound") return undefined;
    throw thrown;
  }
}

/** Where a link of the note leads; what was written since the note was read last is known by its name alone. */
async function pathOf({ app, from, info, target, fragment }: EmbedOptions): Promise<WirePath> {
  if (target === "") return from;
  const known =
    info ??
    (await app.ipc.noteShow({ note: from, html: false }).then(
      ({ note }): NoteInfo | undefined => note,
      () => undefined,
    ));
  return linkTarget(known, target, fragment) ?? { path: target };
}

/** `note^block` says what `note#^block` says, where no note has the whole as its name. */
function withBlock(options: EmbedOptions): EmbedOptions | undefined {
  const [, target, id] = /^(.+)\^([A-Za-z0-9-]+)$/.exec(options.target) ?? [];
  if (target === undefined || options.fragment !== undefined) return undefined;
  return { ...options, target: target.replace(/#$/, "").trim(), fragment: `^${id}` };
}

/** Finds what an embed shows. */
export async function embeddedOf(options: EmbedOptions): Promise<Embedded> {
  const { app, chain, fits, target, fragment } = options;
  const link = { target, fragment };
  const path = await pathOf(options);
  const isOther = !isNote(path) && (path.path !== target || /\.[a-z0-9]{1,8}$/i.test(target));
  if (isOther) return { ...link, other: true };
  if (chain.around.length > DEEPEST)
    return { ...link, sentence: "This is embedded too deep to be shown here." };
  if (!fits) return { ...link, sentence: "Too many notes are embedded here to show this one." };
  const found = await read(app, path);
  if (!found) {
    const block = withBlock(options);
    if (block) return embeddedOf(block);
    return { ...link, sentence: `There is no note "${target}".` };
  }
  const key = partKey(found.note.path, fragment);
  if (chain.around.includes(key))
    return { ...link, sentence: "This embeds itself, so it is not shown once more." };
  const html = partOf(found.html, fragment);
  if (html === undefined) {
    const part = fragment?.startsWith("^") ? `block "${fragment}"` : `heading "${fragment ?? ""}"`;
    return { ...link, sentence: `There is no ${part} in this note.` };
  }
  return { ...link, ...found, html, chain: { ...chain, around: [...chain.around, key] } };
}
