/** Questions to the person, as features ask them. */

export interface Question<T extends string> {
  title: string;
  message: string;
  /** What the question is about, one a line, as names or paths. */
  list?: string[];
  /** The first is the default; `cancel` is what Esc answers. */
  answers: { id: T; title: string; danger?: boolean }[];
  cancel: T;
}

/** A list to pick from in the palette's place (quick pick). */
export interface PickItem {
  id: string;
  title: string;
  detail?: string;
  /** UTF-16 offsets of `title` to highlight. */
  positions?: number[];
  run?: () => void;
}

export interface PickOptions {
  title: string;
  items: PickItem[];
  placeholder?: string;
  /** The titles are sentences: the whole of the marked one stands below the list. */
  wordy?: boolean;
  /** Finds rows for what is typed, in the place of choosing among `items`; an empty text has those. */
  search?: (query: string) => Promise<PickItem[]>;
}

export interface Dialogs {
  ask<T extends string>(question: Question<T>): Promise<T>;
  /** One line of text; `undefined` when given up. `validate` answers with the fault. */
  input(options: {
    title: string;
    value?: string;
    placeholder?: string;
    select?: [number, number];
    validate?: (text: string) => string | undefined;
  }): Promise<string | undefined>;
  pick(options: PickOptions): Promise<PickItem | undefined>;
}
