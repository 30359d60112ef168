import type { DocumentInfo, UiEvent } from "../../ipc/bindings";

/** A document's record, and the edits that its owner had applied at the newest moment it is known of. */
export interface KnownDocument {
  info: DocumentInfo;
  counter: number;
}

/** The records of open documents, by id. */
export type OpenDocuments = Readonly<Record<string, KnownDocument>>;

export type DocumentEvent =
  | Extract<UiEvent, { type: "documentChanged" | "documentReloaded" | "documentMerged" | "documentClosed" }>
  | { type: "documentOpened"; document: DocumentInfo }
  | { type: "documentTyped"; doc: string; dirty: boolean; counter: number };

/**
 * Folds an event into the records. Events may come twice and for documents of other windows: a record is
 * taken only for a document that was opened here.
 *
 * What is unsaved is told by the answer to each edit, by the answer to a save and by events, and these
 * overtake each other on their way. The count of edits says which of them speaks of a later moment.
 */
export function reduceDocuments(open: OpenDocuments, event: DocumentEvent): OpenDocuments {
  switch (event.type) {
    case "documentOpened": {
      const { document } = event;
      return { ...open, [document.doc]: { info: document, counter: document.counter } };
    }
    case "documentChanged":
    case "documentReloaded":
    case "documentMerged": {
      const { document } = event;
      const known = open[document.doc];
      if (!known) return open;
      const stale = document.counter < known.counter;
      const info = stale ? { ...document, dirty: known.info.dirty } : document;
      return { ...open, [document.doc]: { info, counter: Math.max(known.counter, document.counter) } };
    }
    case "documentTyped": {
      const known = open[event.doc];
      if (!known || event.counter <= known.counter) return open;
      const info = known.info.dirty === event.dirty ? known.info : { ...known.info, dirty: event.dirty };
      return { ...open, [event.doc]: { info, counter: event.counter } };
    }
    case "documentClosed": {
      if (!open[event.doc]) return open;
      const { [event.doc]: _closed, ...others } = open;
      return others;
    }
  }
}
