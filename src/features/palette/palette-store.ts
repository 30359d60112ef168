import { createSignal } from "solid-js";
import type { QuickItem, QuickProvider } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";

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

/** The palette's state; what it shows is never older than what was typed last. */
export function createPalette(providers: () => QuickProvider[]): Palette {
  const [isOpen, setOpen] = createSignal(false);
  const [text, setTextSignal] = createSignal("");
  const [items, setItems] = createSignal<QuickItem[]>([]);
  const [note, setNote] = createSignal("");
  let asked = 0;

  const search = async (typed: string): Promise<void> => {
    const mine = ++asked;
    const chosen = chooseProvider(providers(), typed);
    const show = (found: QuickItem[], nothing: string): void => {
      if (mine !== asked) return;
      setNote(nothing);
      setItems(found);
    };
    try {
      const found = (await chosen?.provider.search(chosen.query)) ?? [];
      show(found, chosen?.query === "" ? "Type to search." : "Nothing fits.");
    } catch (thrown) {
      const notice = failureNotice(thrown);
      show([], [notice?.message, notice?.hint].filter(Boolean).join(" "));
    }
  };
  const setText = (typed: string): void => {
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
    open: (typed) => {
      setItems([]);
      setOpen(true);
      setText(typed);
    },
    close: () => {
      asked += 1;
      setOpen(false);
    },
  };
}
