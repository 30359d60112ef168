/** How much of a block's header there is room for. Pure. */

/** What a header shows beside the status: place and actions, actions, the place, or nothing. */
export type HeaderFit = "full" | "short" | "place" | "least";

/** What a header says, as far as its width goes by it. */
export interface HeaderText {
  /** `× 101`. */
  state: string;
  /** `3.2 s`; empty where it is not known. */
  took: string;
  /** Folder and branch; empty where they are not known. */
  place: string;
  /** Whether it leads to a first error. */
  hasError: boolean;
  canFold: boolean;
}

/** Cells of the terminal that the parts of a header take. */
export interface HeaderCells {
  /** Status and duration, without which there is no header. */
  least: number;
  place: number;
  actions: number;
}

/** The sizes of `blocks.css`, in pixels: a character of 11 px, between two parts, a button and the word "error". */
const CHARACTER = 6.6;
const BETWEEN = 12;
const BUTTON = 20;
const ERROR = 36;
/** Copy, run again, link, more. */
const BUTTONS = 4;
/** A cell where nothing is drawn yet. */
const CELL = 7.5;

export function headerCells(text: HeaderText, cellWidth: number): HeaderCells {
  const cells = (pixels: number) => Math.ceil(pixels / (cellWidth || CELL));
  const part = (words: string) => (words === "" ? 0 : [...words].length * CHARACTER + BETWEEN);
  const buttons = BUTTONS + (text.canFold ? 1 : 0);
  return {
    least: cells(part(text.state) + part(text.took)),
    place: cells(part(text.place)),
    actions: cells(BETWEEN + buttons * BUTTON + (text.hasError ? ERROR : 0)),
  };
}

/** What of a header there is room for in so many cells; they are enough for the least. */
export function fitHeader(room: number, { least, place, actions }: HeaderCells): HeaderFit {
  if (room >= least + place + actions) return "full";
  if (room >= least + actions) return "short";
  return room >= least + place ? "place" : "least";
}
