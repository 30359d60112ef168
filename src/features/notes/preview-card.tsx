import { createSignal, onCleanup, Show, type JSX } from "solid-js";
import { Portal } from "solid-js/web";
import { Markdown } from "../../ui/markdown/markdown";
import type { MarkdownTools } from "../../ui/markdown/tools";
import { placeOf } from "../../ui/tooltip-place";
import { visibleText } from "../../ui/visible-name";
import type { Preview } from "./preview";

/** Milliseconds that the pointer rests before a card comes, and that it has to get to it. */
const REST = 300;
const GRACE = 200;

/** A part of a note. Its links do nothing: it is looked at, not walked through. */
export function PreviewCard(props: { preview: Preview; tools: MarkdownTools }): JSX.Element {
  // A frozen choice: a card shows one preview and is made anew for the next.
  const { code, math, diagram } = props.tools;
  const inert: MarkdownTools = {
    ...(code ? { code } : {}),
    ...(math ? { math } : {}),
    ...(diagram ? { diagram } : {}),
  };
  return (
    <div class="note-preview" data-testid="note-preview">
      <strong class="note-preview-title">{visibleText(props.preview.title)}</strong>
      <Show when={props.preview.html !== ""} fallback={<p class="note-quiet">This note is empty.</p>}>
        <Markdown html={props.preview.html} tools={inert} label={props.preview.title} />
      </Show>
    </div>
  );
}

export interface PreviewsProps {
  /** In which links are looked at. */
  within: () => HTMLElement | undefined;
  ask: (target: string, fragment: string | undefined) => Promise<Preview | undefined>;
  tools: MarkdownTools;
}

/** Shows what the link under the pointer, or the one with the focus, leads to. `Escape` puts it away. */
const MODIFIERS = ["Control", "Shift", "Alt", "Meta"];

export function Previews(props: PreviewsProps): JSX.Element {
  const [shown, setShown] = createSignal<{ link: HTMLElement; preview: Preview }>();
  const [at, setAt] = createSignal({ left: 0, top: 0 });
  let resting: HTMLElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let card: HTMLDivElement | undefined;
  const hide = (): void => {
    clearTimeout(timer);
    resting = undefined;
    setShown(undefined);
  };
  const later = (run: () => void, ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
  const show = async (link: HTMLElement): Promise<void> => {
    const { target, fragment } = link.dataset;
    // What cannot be read is told when the link is followed.
    const preview = await props.ask(target ?? "", fragment).catch(() => undefined);
    if (resting !== link || !link.isConnected || !preview) return;
    setShown({ link, preview });
  };
  const pointed = (event: Event): void => {
    const target = event.target as Element;
    if (card?.contains(target)) return clearTimeout(timer);
    const link = target.closest<HTMLElement>("[data-wikilink]");
    if (link && props.within()?.contains(link)) {
      if (link === resting) return shown() ? clearTimeout(timer) : undefined;
      hide();
      resting = link;
      later(() => void show(link), REST);
    } else if (resting) later(hide, shown() ? GRACE : 0);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (!shown()) return;
    // Whoever types does not read the card, and it would stand over what comes next.
    const isTyped = !card?.contains(event.target as Element) && !MODIFIERS.includes(event.key);
    if (event.key !== "Escape") return isTyped ? hide() : undefined;
    event.preventDefault();
    event.stopPropagation();
    hide();
  };
  document.addEventListener("pointerover", pointed);
  document.addEventListener("focusin", pointed);
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("pointerdown", hide);
  onCleanup(() => {
    clearTimeout(timer);
    document.removeEventListener("pointerover", pointed);
    document.removeEventListener("focusin", pointed);
    document.removeEventListener("keydown", pressed, true);
    document.removeEventListener("pointerdown", hide);
  });
  const place = (made: HTMLDivElement, link: HTMLElement): void => {
    card = made;
    onCleanup(() => (card = undefined));
    queueMicrotask(() => {
      const room = { width: window.innerWidth, height: window.innerHeight };
      setAt(placeOf(link.getBoundingClientRect(), made.getBoundingClientRect(), room, false));
    });
  };
  return (
    <Show when={shown()} keyed>
      {({ link, preview }) => (
        <Portal>
          <div
            ref={(made) => place(made, link)}
            class="note-preview-place"
            style={{ left: `${at().left}px`, top: `${at().top}px` }}
          >
            <PreviewCard preview={preview} tools={props.tools} />
          </div>
        </Portal>
      )}
    </Show>
  );
}
