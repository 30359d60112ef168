import { createSignal } from "solid-js";
import type { QuickItem, QuickProvider } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import { wellFormed } from "../../kernel/well-formed";

export interface Palette {
  isOpen: () => boolean;
  text: () => string;
  items: () => QuickItem[];
  /** What stands in place of the list while it is empty. */
  note: () => string;
  /** What the text means, to be read below the list. */
  about: () => string | undefined;
  open: (text: string) => void;
  close: () => void;
  setText: (text: string) => void;
  /** The row that is marked now. */
  marked: () => QuickItem | undefined;
  /** Hands over the row that stands for `item` in the list of what was typed last, once that is there. */
  fresh: (item: QuickItem, take: (item: QuickItem) => void) => void;
  mark: (item: QuickItem | undefined) => void;
}

/** The provider that a text is for, and what is left of the text for it. */
export function chooseProvider(
  providers: QuickProvider[],
  text: string,
): { provider: QuickProvider; query: string } | undefined {
  const fitting = providers.filter(({ prefix }) => text.startsWith(prefix));
  fitting.sort((a, b) => b.prefix.length - a.prefix.length);
  const [longest] = fitting;
  const reader = longest?.prefix === "" ? providers.find(({ fits }) => fits?.(text)) : undefined;
  if (reader) return { provider: reader, query: text.trim() };
  const provider = longest;
  return provider && { provider, query: text.slice(provider.prefix.length).trim() };
}

/** Rows of the provider without a prefix that stand above those of others. */
const mostAbove = 8;
/** How long rows of others are waited for before the first ones are shown, in milliseconds. */
const patience = 40;

/** The rows of others below the first of a list, and the rest of it behind them. */
export function withBeside(found: QuickItem[], others: QuickItem[]): QuickItem[] {
  if (others.length === 0) return found;
  // The last row leads on from here; it stays the last.
  const last = Math.max(0, found.length - 1);
  const above = Math.min(mostAbove, last);
  return [...found.slice(0, above), ...others, ...found.slice(above)];
}

/** The palette's state; what it shows is never older than what was typed last. */
export function createPalette(providers: () => QuickProvider[]): Palette {
  const [isOpen, setOpen] = createSignal(false);
  const [text, setTextSignal] = createSignal("");
  const [items, setItems] = createSignal<QuickItem[]>([]);
  const [note, setNote] = createSignal("");
  const [marked, mark] = createSignal<QuickItem>();
  let asked = 0;
  // The question whose rows are shown, and what waits for those of the last one.
  let shown = 0;
  let waiting: (() => void)[] = [];
  let isFailed = false;

  const besideOf = async (query: string): Promise<QuickItem[]> => {
    if (query === "") return [];
    const rows = await Promise.all(providers().map(({ beside }) => beside?.(query) ?? []));
    return rows.flat();
  };
  /** Rows that come later and are not there yet. */
  const behindOf = async (
    { provider, query }: { provider: QuickProvider; query: string },
    there: QuickItem[],
  ): Promise<QuickItem[]> => {
    const asked = provider.prefix === "" ? providers().map(({ behind }) => behind) : [provider.behindOwn];
    const rows = await Promise.all(asked.map((behind) => behind?.(query) ?? []));
    const known = new Set(there.map(({ id }) => id));
    return rows.flat().filter(({ id }) => !known.has(id) && known.add(id));
  };
  const search = async (typed: string): Promise<void> => {
    const mine = ++asked;
    // Why an older text found nothing is no answer to this one, however long its own takes.
    if (isFailed) setNote("Searching…");
    isFailed = false;
    const chosen = chooseProvider(providers(), typed);
    const show = (found: QuickItem[], nothing: string): void => {
      if (mine !== asked) return;
      setNote(nothing);
      setItems(found);
      shown = mine;
      const now = waiting;
      waiting = [];
      for (const go of now) go();
    };
    try {
      const nothing = chosen?.query === "" ? "Type to search." : "Nothing fits.";
      const others = chosen?.provider.prefix === "" ? besideOf(chosen.query) : Promise.resolve([]);
      const found = (await chosen?.provider.search(chosen.query)) ?? [];
      const early = setTimeout(() => show(found, nothing), patience);
      const all = withBeside(found, await others);
      clearTimeout(early);
      show(all, nothing);
      if (mine !== asked || !chosen || chosen.query === "") return;
      // The list is right without them, so that nothing is said when they do not come.
      const behind = await behindOf(chosen, all).catch(() => []);
      if (behind.length > 0) show([...all, ...behind], nothing);
    } catch (thrown) {
      const notice = failureNotice(thrown);
      isFailed = mine === asked;
      show([], [notice?.message, notice?.hint].filter(Boolean).join(" "));
    }
  };
  const setText = (raw: string): void => {
    const typed = wellFormed(raw);
    // Items of another provider would stand under the wrong heading until its own arrive.
    const before = chooseProvider(providers(), text())?.provider;
    if (chooseProvider(providers(), typed)?.provider !== before) setItems([]);
    setTextSignal(typed);
    void search(typed);
  };
  return {
    isOpen,
    text,
    items,
    note,
    about: () => {
      const chosen = chooseProvider(providers(), text());
      return chosen?.provider.about?.(chosen.query);
    },
    setText,
    marked: () => (isOpen() ? marked() : undefined),
    fresh: (item, take) => {
      if (shown === asked) return take(item);
      // A row of an older text would lead to an older place: keys come faster than answers.
      waiting.push(() => take(items().find(({ id }) => id === item.id) ?? item));
    },
    mark: (item) => void mark(item),
    open: (typed) => {
      setItems([]);
      setOpen(true);
      setText(typed);
    },
    close: () => {
      asked += 1;
      waiting = [];
      setOpen(false);
    },
  };
}
