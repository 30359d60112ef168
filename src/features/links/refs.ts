/** References of the one grammar, `kind:id`, as the page reads them. Pure. */

/** The kinds of things that can be named, with what each is called. */
const kinds: Record<string, string> = {
  file: "file",
  symbol: "symbol",
  heading: "heading",
  block: "block",
  note: "note",
  task: "task",
  run: "command",
  commit: "commit",
  chat: "chat",
  turn: "turn",
  event: "event",
  node: "node",
};

export interface Ref {
  kind: string;
  id: string;
}

/** Reads `run:ID`; nothing where it is no reference. */
export function readRef(text: string): Ref | undefined {
  const cut = text.indexOf(":");
  const kind = text.slice(0, cut);
  const id = text.slice(cut + 1);
  return cut > 0 && id !== "" && Object.hasOwn(kinds, kind) ? { kind, id } : undefined;
}

/** What a kind is called: `command` for `run`. */
export function kindName(kind: string): string {
  return kinds[kind] ?? kind;
}

/** A reference as it stands where nothing more is known of it. */
export function shortRef(text: string): string {
  const ref = readRef(text);
  if (!ref) return text;
  return ref.kind === "file" ? ref.id : `${kindName(ref.kind)} ${ref.id.slice(0, 8)}`;
}
