/**
 * Sends a document's edits to its owner: in order, one at a time, joined while one is on its way.
 *
 * It keeps the text as the owner has it once everything sent has arrived, so that offsets can be checked and
 * a text that the owner read again from disk can be folded in under what the person is typing.
 */
import { ChangeSet, type Text } from "@codemirror/state";
import { AppError } from "../../ipc/app-error";
import type { Change, DocumentChanged } from "../../ipc/bindings";
import { diffTexts } from "./minimal-diff";
import type { OwnersText } from "./text-load";
import { toEdits } from "./wire-edits";

/** How often in a row another writer may come first before a change counts as refused. */
const OVERTAKEN = 20;

export interface ChangeQueueOptions {
  doc: string;
  /** Names this page as a writer. */
  replica: string;
  start: OwnersText;
  send: (change: Change) => Promise<DocumentChanged>;
  /** What the owner says after each change. */
  onAnswer: (answer: DocumentChanged) => void;
  /** Edits are on their way, or nothing is any more. */
  onBusy: (busy: boolean) => void;
  /** The owner refused a change, or (`undefined`) takes changes again. */
  onFault: (fault: AppError | undefined) => void;
  /** Another writer came first: the owner's text has to be adopted, then the edits go out again. */
  onOvertaken: () => void;
  /** Runs the sending of a first edit a little later, so that the letter is drawn before; at once when left out. */
  defer?: (run: () => void) => void;
}

export interface ChangeQueue {
  push: (changes: ChangeSet) => void;
  /** Resolves when the owner has everything; fails when it refused something. */
  flush: () => Promise<void>;
  /** Whether edits have not arrived yet. */
  busy: () => boolean;
  /** The change that the owner's text stands on; `undefined` while edits are on their way. */
  head: () => string | null | undefined;
  /** How many changes were sent since the text was fetched. */
  sent: () => number;
  fault: () => AppError | undefined;
  /** Sends again what was refused. */
  retry: () => void;
  /** Stops sending, waits for what is on its way, and runs `fetch` for the owner's text. Answers with the
   * changes that bring the editor's text there, with unsent edits kept on top. */
  adopt: (fetch: () => Promise<OwnersText>) => Promise<ChangeSet>;
  /** Gives up the unsent edits of a queue that failed; `text` is the editor's. */
  reset: (text: Text) => void;
  /** Starts over at a new owner, which has `start` and gets what makes the editor's `text` of it. */
  restart: (start: OwnersText, text: Text) => void;
}

/** A change on its way, and what it takes to take it back. */
interface UnderWay {
  change: Change;
  before: Text;
  changes: ChangeSet;
  parent: string | null;
}

export function makeChangeQueue(options: ChangeQueueOptions): ChangeQueue {
  let replica = options.replica;
  let resets = 0;
  let counter = 0;
  let total = 0;
  let base = options.start.text;
  let head = options.start.head;
  let pending: ChangeSet | undefined;
  let underWay: UnderWay | undefined;
  let overtaken = 0;
  /** The owner's text is another one than `base`: nothing goes out before it is adopted. */
  let behind = false;
  let arriving: Promise<void> | undefined;
  let fault: AppError | undefined;
  let held = 0;
  let waiters: { resolve: () => void; reject: (reason: AppError) => void }[] = [];

  const settle = (): void => {
    options.onBusy(underWay !== undefined || pending !== undefined);
    if (fault === undefined && (underWay || pending)) return;
    const done = waiters;
    waiters = [];
    for (const waiter of done) {
      if (fault) waiter.reject(fault);
      else waiter.resolve();
    }
  };
  const fail = (reason: AppError | undefined): void => {
    fault = reason;
    options.onFault(reason);
  };
  /** Takes back what was sent, as if it had never been: the owner applied nothing of it. */
  const takeBack = ({ before, changes, parent }: UnderWay): void => {
    pending = pending ? changes.compose(pending) : changes;
    base = before;
    head = parent;
    counter -= 1;
    total -= 1;
    underWay = undefined;
    overtaken += 1;
    behind = true;
  };
  const transmit = async (sent: UnderWay): Promise<void> => {
    let lost = false;
    try {
      const answer = await options.send(sent.change);
      if (underWay === sent) underWay = undefined;
      overtaken = 0;
      options.onAnswer(answer);
    } catch (thrown) {
      const reason = AppError.from(thrown);
      lost = underWay === sent && reason.code === "conflict" && overtaken < OVERTAKEN;
      if (lost) takeBack(sent);
      else if (underWay === sent) fail(reason);
    }
    arriving = undefined;
    if (lost) options.onOvertaken();
    pump();
    settle();
  };
  const pump = (): void => {
    if (underWay || fault || behind || held > 0 || !pending) return;
    const [before, changes, parent] = [base, pending, head];
    const edits = toEdits(changes, before);
    base = changes.apply(before);
    pending = undefined;
    // What was typed and taken back before it went out leaves nothing to send, and nothing to wait for.
    if (edits.length === 0) return settle();
    const parents = parent === null ? [] : [parent];
    counter += 1;
    total += 1;
    head = `${replica}:${counter}`;
    const change = { doc: options.doc, replica, counter, parents, changes: edits };
    underWay = { change, before, changes, parent };
    arriving = transmit(underWay);
  };

  return {
    push: (changes) => {
      if (changes.empty) return;
      const first = pending === undefined;
      pending = pending ? pending.compose(changes) : changes;
      options.onBusy(true);
      if (!options.defer) pump();
      else if (first) options.defer(pump);
    },
    flush: () => {
      pump();
      if (fault) return Promise.reject(fault);
      if (!underWay && !pending) return Promise.resolve();
      return new Promise((resolve, reject) => waiters.push({ resolve, reject }));
    },
    busy: () => underWay !== undefined || pending !== undefined,
    head: () => (underWay || pending || fault || behind ? undefined : head),
    sent: () => total,
    fault: () => fault,
    retry: () => {
      if (!fault) return;
      fail(undefined);
      behind = false;
      if (underWay) arriving = transmit(underWay);
      else pump();
    },
    adopt: async (fetch) => {
      held += 1;
      try {
        while (underWay && !fault) await arriving;
        if (fault) throw fault;
        const { text: next, head: newest } = await fetch();
        head = newest;
        behind = false;
        const change = diffTexts(base, next);
        const local = pending ?? ChangeSet.empty(base.length);
        base = next;
        if (pending) pending = pending.map(change, true);
        return change.map(local);
      } catch (thrown) {
        if (behind && !fault) fail(AppError.from(thrown));
        throw thrown;
      } finally {
        held -= 1;
        pump();
        settle();
      }
    },
    restart: (start, text) => {
      resets += 1;
      replica = `${options.replica}.${resets}`;
      counter = 0;
      base = start.text;
      head = start.head;
      underWay = undefined;
      behind = false;
      const missing = diffTexts(start.text, text);
      pending = missing.empty ? undefined : missing;
      fail(undefined);
      pump();
      settle();
    },
    reset: (text) => {
      // The owner may have lost count of this writer, so another one starts from 1.
      resets += 1;
      replica = `${options.replica}.${resets}`;
      counter = 0;
      base = text;
      pending = undefined;
      underWay = undefined;
      behind = false;
      fail(undefined);
      settle();
    },
  };
}
