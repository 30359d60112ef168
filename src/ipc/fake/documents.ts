import type { DocumentInfo, Encoding, LineEnd, UiEvent } from "../bindings";
import type { Ipc } from "../client";
import { applyChange } from "./apply-change";
import { decode, encode, kindOf } from "./bytes";
import { fault } from "./fault";
import type { FakeFiles } from "./files";

type Names =
  | "documentOpen"
  | "documentNew"
  | "documentChange"
  | "documentList"
  | "documentSave"
  | "documentRevert"
  | "documentKeep"
  | "documentClose"
  | "documentText"
  | "documentDiskText"
  | "documentSecrets"
  | "bufferList"
  | "undoKeep"
  | "undoRead"
  | "gitMarks";

interface Held {
  info: DocumentInfo;
  /** With `\n` line ends. */
  text: string;
  /** What was read or written last; nothing when the text was kept against another file. */
  saved: string | undefined;
  /** The file's text as it was seen last. */
  seen: string;
  /** What takes the edits back, and the change that it ends in. */
  undo?: { head: string; history: string };
}

export function makeDocuments(
  files: FakeFiles,
  emit: (event: UiEvent) => void,
): { commands: Pick<Ipc, Names>; open: () => DocumentInfo[] } {
  const held = new Map<string, Held>();
  let next = 1;
  let reloads = 0;

  const get = (doc: string): Held => {
    const found = held.get(doc);
    if (!found) throw fault("notFound", "This document is no longer open.", "Open its file again.");
    return found;
  };
  const tell = (document: Held): DocumentInfo => {
    document.info = { ...document.info, dirty: document.text !== document.saved };
    emit({ type: "documentChanged", document: document.info });
    return document.info;
  };
  const load = (path: string, wanted: Encoding | null): Pick<Held, "text"> & Partial<DocumentInfo> => {
    const bytes = files.read(path);
    const { text, encoding } = decode(bytes, wanted);
    const crlf = text.includes("\r\n");
    return {
      text: text.replace(/\r\n?/g, "\n"),
      encoding,
      lineEnd: crlf ? "crlf" : "lf",
      mixedLineEnds: crlf && /[^\r]\n/.test(text),
      size: bytes.length,
      kind: kindOf(path, bytes),
    };
  };
  const add = (path: string | null, text: string, fields: Partial<DocumentInfo>): Held => {
    const number = next++;
    const info: DocumentInfo = {
      doc: `doc-${number}`,
      path: path === null ? null : { path },
      name: path === null ? `Untitled-${number}` : path.slice(path.lastIndexOf("/") + 1),
      kind: "text",
      encoding: "utf8",
      lineEnd: "lf",
      mixedLineEnds: false,
      size: 0,
      readOnly: false,
      indent: { tabs: false, size: 4 },
      trimTrailingWhitespace: false,
      insertFinalNewline: null,
      ruler: null,
      dirty: false,
      counter: 0,
      head: null,
      disk: path === null ? "untitled" : "same",
      ...fields,
    };
    const document: Held = { info, text, saved: path === null ? "" : text, seen: text };
    info.dirty = document.text !== document.saved;
    held.set(info.doc, document);
    return document;
  };
  const reload = (document: Held, wanted: Encoding | null): DocumentInfo => {
    const path = document.info.path?.path;
    if (path === undefined) throw fault("preconditionFailed", "An untitled document has no file.");
    const { text, ...fields } = load(path, wanted);
    document.text = text;
    document.saved = text;
    document.seen = text;
    const head = `disk:${++reloads}`;
    document.info = { ...document.info, ...fields, head, dirty: false, disk: "same" };
    emit({ type: "documentReloaded", document: document.info });
    return document.info;
  };
  const lies = (document: Held, disk: DocumentInfo["disk"]): void => {
    if (document.info.disk === disk && document.info.dirty === (document.text !== document.saved)) return;
    document.info = { ...document.info, disk };
    tell(document);
  };
  /** Looks at a document's file, as the owner does when it changes. */
  const refresh = (document: Held): void => {
    const { path, kind, encoding } = document.info;
    if (!path || kind !== "text") return;
    if (!files.contents.has(path.path)) return lies(document, "missing");
    const { text } = load(path.path, encoding);
    if (text === document.seen) return lies(document, "same");
    if (text === document.text) {
      document.saved = text;
      document.seen = text;
      return lies(document, "same");
    }
    if (document.text !== document.saved) return lies(document, "changed");
    reload(document, encoding);
  };
  files.watch((moved) => {
    for (const document of held.values()) {
      const path = document.info.path?.path ?? "";
      if (!moved) refresh(document);
      else if (path === moved[0] || path.startsWith(`${moved[0]}/`)) {
        const to = moved[1] + path.slice(moved[0].length);
        const name = to.slice(to.lastIndexOf("/") + 1);
        document.info = { ...document.info, path: { path: to }, name };
        tell(document);
      }
    }
  });
  const buffer = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;

  const commands: Pick<Ipc, Names> = {
    documentOpen: async ({ path, encoding }) => {
      const already = [...held.values()].find(({ info }) => info.path?.path === path.path);
      if (already) return already.info;
      const { text, ...fields } = load(path.path, encoding);
      return add(path.path, text, fields).info;
    },
    documentNew: async ({ text }) => add(null, text ?? "", {}).info,
    documentList: async () => ({ documents: [...held.values()].map(({ info }) => info) }),
    documentChange: async ({ change }) => {
      const document = get(change.doc);
      if ((change.parents[0] ?? null) !== document.info.head) {
        throw fault("conflict", "Another window changed the text meanwhile.");
      }
      document.text = applyChange(document.text, change);
      document.info = {
        ...document.info,
        counter: document.info.counter + 1,
        head: `${change.replica}:${change.counter}`,
        dirty: document.text !== document.saved,
      };
      return { counter: change.counter, dirty: document.info.dirty, unkept: null };
    },
    documentSave: async ({ doc, path, encoding, lineEnd, overwrite, counter }) => {
      const document = get(doc);
      const to = path?.path ?? document.info.path?.path;
      if (to === undefined) throw fault("preconditionFailed", "This document has no file.", "Use Save As.");
      if (counter > document.info.counter) throw fault("conflict", "Changes are still on their way.");
      if (!overwrite && document.info.disk === "changed") {
        throw fault("conflict", `${to} changed on disk since it was opened.`, "Compare, then choose a side.");
      }
      if (!overwrite && path && files.contents.has(to)) throw fault("conflict", `${to} exists already.`);
      const ends: LineEnd = lineEnd ?? document.info.lineEnd;
      const written = encoding ?? document.info.encoding;
      const glue = { lf: "\n", crlf: "\r\n", cr: "\r" }[ends];
      const bytes = encode(document.text.replaceAll("\n", glue), written);
      document.saved = document.text;
      document.seen = document.text;
      files.write(to, bytes);
      const name = to.slice(to.lastIndexOf("/") + 1);
      const place = { path: { path: to }, name, disk: "same" as const };
      document.info = { ...document.info, ...place, encoding: written, lineEnd: ends };
      return tell(document);
    },
    documentRevert: async ({ doc, encoding }) => reload(get(doc), encoding),
    documentKeep: async ({ doc }) => {
      const document = get(doc);
      document.seen = load(document.info.path?.path ?? "", null).text;
      document.saved = undefined;
      document.info = { ...document.info, disk: "same" };
      return tell(document);
    },
    documentClose: async ({ doc }) => {
      get(doc);
      held.delete(doc);
      emit({ type: "documentClosed", doc });
      return {};
    },
    documentText: async ({ doc }) => {
      const { info, text } = get(doc);
      return buffer(`${info.head ?? ""}\n${text}`);
    },
    bufferList: async ({ text }) => ({
      buffers: [...held.values()]
        .filter(({ info }) => info.dirty || info.path === null)
        .map((document) => ({
          doc: document.info.doc,
          path: document.info.path,
          untitled: document.info.path === null ? document.info.name : null,
          dirty: document.info.dirty,
          length: document.text.length,
          text: text ? document.text : null,
        })),
      lost: [],
      unkept: null,
    }),
    undoKeep: async ({ doc, head, history }) => {
      const document = get(doc);
      if (document.info.head !== head) throw fault("conflict", "The text has changed since.");
      document.undo = { head, history };
      return {};
    },
    undoRead: async ({ doc }) => {
      const { info, undo } = get(doc);
      const history = undo && undo.head === info.head ? undo.history : null;
      return buffer(JSON.stringify({ head: info.head, history, tail: [] }));
    },
    documentDiskText: async ({ doc }) => buffer(load(get(doc).info.path?.path ?? "", null).text),
    documentSecrets: async ({ doc }) => {
      const found = get(doc).text.matchAll(/sk-proj-[\w-]{16,}/g);
      const secrets = [...found].map(({ index, 0: text }) => ({
        rule: "openai-key-scoped",
        kind: "OPENAI_KEY",
        from: index,
        to: index + text.length,
      }));
      return { secrets };
    },
    gitMarks: async ({ doc }) => {
      const lines = get(doc).text.split("\n").length;
      return { marks: lines > 12 ? [{ kind: "added", from: 7, to: Math.min(13, lines) }] : [] };
    },
  };
  return { commands, open: () => [...held.values()].map(({ info }) => info) };
}
