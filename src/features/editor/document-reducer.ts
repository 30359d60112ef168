import type { DocumentInfo, UiEvent } from "../../ipc/bindings";

/** The records of open documents, by id. */
export type OpenDocuments = Readonly<Record<string, DocumentInfo>>;

export type DocumentEvent =
  | Extract<UiEvent, { type: "documentChanged" | "documentReloaded" | "documentClosed" }>
  | { type: "documentOpened"; document: DocumentInfo }
  | { type: "documentTyped"; doc: string; dirty: boolean };

/**
 * Folds an event into the records. Events may come twice and for documents of other windows: a record is
 * taken only for a document that was opened here.
 */
export function reduceDocuments(open: OpenDocuments, event: DocumentEvent): OpenDocuments {
  switch (event.type) {
    case "documentOpened":
      return { ...open, [event.document.doc]: event.document };
    case "documentChanged":
    case "documentReloaded": {
      if (!open[event.document.doc]) return open;
      return { ...open, [event.document.doc]: event.document };
    }
    case "documentTyped": {
      const known = open[event.doc];
      if (!known || known.dirty === event.dirty) return open;
      return { ...open, [event.doc]: { ...known, dirty: event.dirty } };
    }
    case "documentClosed": {
      if (!open[event.doc]) return open;
      const { [event.doc]: _closed, ...others } = open;
      return others;
    }
  }
}
