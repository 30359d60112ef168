/**
 * One open document: its record, its text once it is needed, and the stream of edits to its owner.
 */
import { createMemo, createRoot, createSignal, type Accessor } from "solid-js";
import type { ChangeSet } from "@codemirror/state";
import type { AppError } from "../../ipc/app-error";
import type { DocumentInfo } from "../../ipc/bindings";
import type { Ipc } from "../../ipc/client";
import { makeChangeQueue, type ChangeQueue } from "./change-queue";
import { afterPaint } from "./after-paint";
import { makeSharedText, type SharedText } from "./shared-text";
import { decodeOwnersText, type OwnersText } from "./text-load";
import { decodeKeptUndo, type KeptUndo } from "./undo-history";
import { makeUndoKeeper } from "./undo-keeper";

export interface OpenDocument {
  readonly doc: string;
  info: Accessor<DocumentInfo>;
  /** Whether there is text that a save would write. */
  dirty: Accessor<boolean>;
  /** Fetches the text, once. */
  load: () => Promise<SharedText>;
  /** The text, when it was fetched. */
  text: () => SharedText | undefined;
  /** Grows with every edit, for what follows the text at leisure. */
  revision: Accessor<number>;
  /** Why the owner no longer takes edits. */
  fault: Accessor<AppError | undefined>;
  /** A save was refused because the file changed on disk. */
  refused: Accessor<boolean>;
  setRefused: (refused: boolean) => void;
  /** Waits until the owner has every edit; answers with the counter that a save names. */
  flush: () => Promise<number>;
  retry: () => void;
  /** Takes the owner's text, keeping edits that are under way. */
  follow: () => Promise<void>;
  /** Takes the owner's text in place of edits it refused; undo brings them back. */
  takeOwners: () => Promise<void>;
  /** Gives a new owner the text as it is here. */
  handOver: () => Promise<void>;
  /** Takes a newer record; one that counts edits of another writer makes the text follow, and is answered `true`. */
  noticed: (info: DocumentInfo) => Promise<boolean>;
}

export interface OpenDocumentOptions {
  ipc: Ipc;
  info: Accessor<DocumentInfo>;
  replica: string;
  /** The owner says whether its text is unsaved, and how many edits it had applied by then. */
  onDirty: (dirty: boolean, counter: number) => void;
  /** Another writer came first: its edits have to be taken before any go out again. */
  onOvertaken: () => void;
}

export function makeOpenDocument({
  ipc,
  info,
  replica,
  onDirty,
  onOvertaken,
}: OpenDocumentOptions): OpenDocument {
  const doc = info().doc;
  const [revision, setRevision] = createSignal(0);
  const [fault, setFault] = createSignal<AppError>();
  const [refused, setRefused] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const dirty = createRoot(() => createMemo(() => info().dirty || busy() || fault() !== undefined));
  let loading: Promise<SharedText> | undefined;
  let text: SharedText | undefined;
  let queue: ChangeQueue | undefined;
  const undoKeeper = makeUndoKeeper({
    head: () => queue?.head(),
    describe: () => text?.describeHistory() ?? "",
    keep: (head, history) => ipc.undoKeep({ doc, head, history }),
  });
  /** Edits that the owner had applied before this page's first one. */
  let counted = info().counter;

  const fetchText = async (): Promise<OwnersText> => decodeOwnersText(await ipc.documentText({ doc }));
  const makeQueue = (start: OwnersText): ChangeQueue =>
    makeChangeQueue({
      doc,
      replica,
      start,
      send: (change) => ipc.documentChange({ change }),
      onAnswer: (answer) => onDirty(answer.dirty, counted + (queue?.sent() ?? 0)),
      onBusy: setBusy,
      onFault: setFault,
      onOvertaken,
      defer: afterPaint,
    });
  const changed = (changes: ChangeSet): void => {
    queue?.push(changes);
    setRevision((n) => n + 1);
    undoKeeper.touch();
  };
  /** The text, and what takes its edits back when that speaks of the same moment. */
  const fetchBoth = async (): Promise<{ start: OwnersText; kept: KeptUndo | undefined }> => {
    const undo = ipc.undoRead({ doc }).then(decodeKeptUndo, () => undefined);
    const [start, kept] = await Promise.all([fetchText(), undo]);
    return { start, kept: kept?.head === start.head ? kept : undefined };
  };
  const load = (): Promise<SharedText> => {
    loading ??= fetchBoth().then(
      ({ start, kept }) => {
        queue = makeQueue(start);
        text = makeSharedText(start.text, changed, kept);
        return text;
      },
      (thrown: unknown) => {
        // The next attempt asks again.
        loading = undefined;
        throw thrown;
      },
    );
    return loading;
  };
  const follow = async (): Promise<void> => {
    if (!text || !queue) return;
    const change = await queue.adopt(fetchText);
    text.change(change, { userEvent: "reload", sent: false });
    setRevision((n) => n + 1);
    undoKeeper.touch();
  };

  return {
    doc,
    info,
    dirty,
    load,
    text: () => text,
    revision,
    fault,
    refused,
    setRefused,
    flush: async () => {
      await queue?.flush();
      await undoKeeper.flush();
      return counted + (queue?.sent() ?? 0);
    },
    retry: () => queue?.retry(),
    follow,
    takeOwners: async () => {
      if (!text || !queue) return;
      queue.reset(text.text());
      await follow();
    },
    handOver: async () => {
      if (!text || !queue) return;
      queue.restart(await fetchText(), text.text());
      counted = info().counter - queue.sent();
    },
    noticed: async (now) => {
      const mine = counted + (queue?.sent() ?? 0);
      if (now.counter <= mine) return false;
      counted += now.counter - mine;
      await follow();
      return true;
    },
  };
}
