/**
 * The text of one document with its history, shared by every view on it.
 *
 * Each view is a CodeMirror of its own; the history lives here, so that undo in one half of a split takes back
 * what was typed in the other, and so that it outlives a view.
 */
import { redo, undo } from "@codemirror/commands";
import {
  Annotation,
  EditorState,
  Transaction,
  type ChangeSet,
  type EditorSelection,
  type Text,
  type TransactionSpec,
} from "@codemirror/state";
import { describeHistory, historyOf, type KeptUndo } from "./undo-history";

/** Marks a transaction that came from here: it must not be sent back. */
export const shared = Annotation.define<boolean>();

/** What a view offers. */
export interface TextView {
  /** Brings the view's text to the shared one. */
  applyShared: (spec: TransactionSpec) => void;
  selection: () => EditorSelection;
}

export interface SharedText {
  text: () => Text;
  attach: (view: TextView) => () => void;
  views: () => readonly TextView[];
  /** Folds in what was done in a view. */
  fromView: (view: TextView, transaction: Transaction) => void;
  /**
   * Changes the text from outside of a view. `sent` is false for what the owner has already; `undoable` is
   * false for what undo leaves as it is.
   */
  change: (changes: ChangeSet, options: { userEvent: string; sent: boolean; undoable?: boolean }) => void;
  /** What takes the edits back, as JSON. */
  describeHistory: () => string;
  undo: (view: TextView) => boolean;
  redo: (view: TextView) => boolean;
}

export function makeSharedText(
  text: Text,
  onChange: (changes: ChangeSet) => void,
  kept?: KeptUndo,
): SharedText {
  let state = EditorState.create({
    doc: text,
    extensions: [historyOf(kept, text), EditorState.allowMultipleSelections.of(true)],
  });
  const views = new Set<TextView>();

  const spread = (changes: ChangeSet, from?: TextView): void => {
    for (const view of views) {
      if (view !== from) view.applyShared({ changes, annotations: shared.of(true) });
    }
  };
  /** The history remembers where the cursor was, so it has to know before the change. */
  const moveCursor = (selection: EditorSelection): void => {
    if (selection.eq(state.selection)) return;
    state = state.update({ selection, annotations: Transaction.addToHistory.of(false) }).state;
  };
  const step = (command: typeof undo, view: TextView): boolean => {
    moveCursor(view.selection());
    return command({
      state,
      dispatch: (transaction) => {
        state = transaction.state;
        spread(transaction.changes, view);
        view.applyShared({
          changes: transaction.changes,
          selection: transaction.newSelection,
          scrollIntoView: true,
          annotations: shared.of(true),
        });
        onChange(transaction.changes);
      },
    });
  };

  return {
    text: () => state.doc,
    views: () => [...views],
    attach: (view) => {
      views.add(view);
      return () => views.delete(view);
    },
    fromView: (view, transaction) => {
      moveCursor(transaction.startState.selection);
      const userEvent = transaction.annotation(Transaction.userEvent);
      state = state.update({
        changes: transaction.changes,
        selection: transaction.newSelection,
        ...(userEvent === undefined ? {} : { userEvent }),
      }).state;
      spread(transaction.changes, view);
      onChange(transaction.changes);
    },
    change: (changes, { userEvent, sent, undoable }) => {
      if (changes.empty) return;
      const annotations = undoable === false ? Transaction.addToHistory.of(false) : [];
      state = state.update({ changes, userEvent, annotations }).state;
      spread(changes);
      if (sent) onChange(changes);
    },
    describeHistory: () => describeHistory(state),
    undo: (view) => step(undo, view),
    redo: (view) => step(redo, view),
  };
}
