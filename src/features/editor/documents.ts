/** The open documents of this window: a path opened twice is one document. */
import { createMemo, createRoot, createSignal, untrack, type Accessor } from "solid-js";
import type { DocumentInfo, WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { AppError } from "../../ipc/app-error";
import { reduceDocuments, type DocumentEvent, type OpenDocuments } from "./document-reducer";
import { makeOpenDocument, type OpenDocument } from "./open-document";
import { samePath } from "./wire-path";

export interface Documents {
  open: (path: WirePath) => Promise<OpenDocument>;
  /** Makes an untitled document. */
  create: (text?: string) => Promise<OpenDocument>;
  /** A document that this window or the owner holds open. */
  find: (doc: string) => OpenDocument | undefined;
  findPath: (path: WirePath) => OpenDocument | undefined;
  /** A document that the owner holds, also one that this window has not heard of. */
  held: (doc: string) => Promise<OpenDocument | undefined>;
  all: Accessor<OpenDocument[]>;
  /** Takes what the core answered to a command on a document. */
  took: (info: DocumentInfo) => void;
  /** Closes it at the owner, giving up unsaved text. */
  close: (doc: string) => Promise<void>;
}

type Host = Pick<App, "ipc" | "boot" | "on" | "notify">;

/** `onEdited` hears of a document that became dirty without a tab. */
export function makeDocuments(
  app: Host,
  onEdited: (info: DocumentInfo) => void = () => undefined,
): Documents {
  const replica = randomName();
  const [records, setRecords] = createSignal<OpenDocuments>({});
  const documents = new Map<string, OpenDocument>();
  let closing: Promise<unknown> = Promise.resolve();
  const [all, setAll] = createSignal<OpenDocument[]>([]);
  const fold = (event: DocumentEvent): void => void setRecords((now) => reduceDocuments(now, event));
  const complain = (thrown: unknown): void => {
    const { message, hint } = AppError.from(thrown);
    app.notify({ level: "error", message, ...(hint === undefined ? {} : { hint }) });
  };

  const add = (info: DocumentInfo): OpenDocument => {
    const known = documents.get(info.doc);
    fold({ type: known ? "documentChanged" : "documentOpened", document: info });
    if (known) return known;
    // The last record stays readable for a panel that is just closing.
    const record = createRoot(() =>
      createMemo<DocumentInfo>((last) => records()[info.doc]?.info ?? last, info),
    );
    const made = makeOpenDocument({
      ipc: app.ipc,
      info: record,
      replica,
      onDirty: (dirty, counter) => fold({ type: "documentTyped", doc: info.doc, dirty, counter }),
      onOvertaken: () => void followOther(made).catch(() => undefined),
    });
    documents.set(info.doc, made);
    setAll([...documents.values()]);
    return made;
  };
  const forget = (doc: string): void => {
    documents.delete(doc);
    setAll([...documents.values()]);
    fold({ type: "documentClosed", doc });
  };

  /** The new owner opens the file under the identity it always had, and gets the text from here. */
  const handOver = async (document: OpenDocument): Promise<void> => {
    const { path, kind, encoding } = untrack(document.info);
    if (path === null) {
      // The new owner has brought it back from what the one before had kept.
      const { documents: held } = await app.ipc.documentList({});
      const known = held.find(({ doc }) => doc === document.doc);
      if (known) fold({ type: "documentOpened", document: known });
      return document.handOver();
    }
    const held = (await app.ipc.documentList({})).documents.some(({ doc }) => doc === document.doc);
    // Named, an encoding would read the file again and give up what the new owner has brought back.
    const named = kind === "text" && !held ? encoding : null;
    const opened = await app.ipc.documentOpen({ path, encoding: named });
    fold({ type: "documentOpened", document: opened });
    await document.handOver();
  };

  /** Takes what another writer did: the text, and whether it is unsaved now. */
  const followOther = async (known: OpenDocument): Promise<void> => {
    const { documents: held } = await app.ipc.documentList({});
    const document = held.find(({ doc }) => doc === known.doc);
    if (document) fold({ type: "documentChanged", document });
    if (!document || !(await known.noticed(document))) await known.follow();
  };

  /** A script edits what no tab shows: its unsaved text is not left unseen. What another window edits is
   * seen there. */
  const showEdited = async (doc: string): Promise<void> => {
    const held = (await app.ipc.documentList({})).documents.find((info) => info.doc === doc);
    const byScript = held?.head?.startsWith("edit-") === true;
    if (!byScript || !held.dirty || documents.has(doc)) return;
    add(held);
    onEdited(held);
  };

  app.on("documentChanged", (event) => {
    fold(event);
    documents.get(event.document.doc)?.noticed(event.document).catch(complain);
  });
  app.on("documentReloaded", (event) => {
    fold(event);
    documents.get(event.document.doc)?.follow().catch(complain);
  });
  app.on("documentMerged", (event) => {
    fold(event);
    const document = documents.get(event.document.doc);
    if (!document) return;
    document.setRefused(false);
    document.noticed(event.document).catch(complain);
    const what = `${event.document.name} was changed on disk by something else.`;
    const hint = "Your unsaved text has the change now. Undo takes it out again.";
    app.notify({ level: "info", message: what, hint });
  });
  app.on("documentEdited", ({ doc }) => {
    const known = documents.get(doc);
    if (known) followOther(known).catch(complain);
    else showEdited(doc).catch(complain);
  });
  app.on("ownerChanged", () => {
    for (const document of documents.values()) handOver(document).catch(complain);
  });
  app.on("documentClosed", ({ doc }) => forget(doc));
  for (const info of app.boot.documents) add(info);

  return {
    open: async (path) => {
      // The same file may be closing in another tab: opening it must come after that.
      await closing;
      return add(await app.ipc.documentOpen({ path, encoding: null }));
    },
    create: async (text) => add(await app.ipc.documentNew({ text: text ?? null })),
    find: (doc) => documents.get(doc),
    findPath: (path) => untrack(all).find((at) => samePath(untrack(at.info).path, path)),
    held: async (doc) => {
      const known = documents.get(doc);
      if (known) return known;
      const held = (await app.ipc.documentList({})).documents.find((info) => info.doc === doc);
      return held && add(held);
    },
    all,
    took: (info) => fold({ type: "documentChanged", document: info }),
    close: async (doc) => {
      if (!documents.has(doc)) return;
      forget(doc);
      closing = Promise.allSettled([closing, app.ipc.documentClose({ doc })]);
      await closing;
    },
  };
}

/** A name that no other page has: this page is one writer. */
function randomName(): string {
  const words = crypto.getRandomValues(new Uint32Array(2));
  return `w${[...words].map((word) => word.toString(36)).join("")}`;
}
