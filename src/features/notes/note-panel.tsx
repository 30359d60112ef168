import { createMemo, createSignal, For, Match, onCleanup, onMount, Show, Switch, type JSX } from "solid-js";
import Pencil from "lucide-solid/icons/pencil";
import type { Panel } from "../../kernel/app";
import { Markdown } from "../../ui/markdown/markdown";
import { blockAt, type MarkdownPlace, type Placed } from "../../ui/markdown/places";
import { exactTime, relativeTime } from "../../ui/relative-time";
import { FailedState, LoadingState } from "../../ui/states";
import { visibleText } from "../../ui/visible-name";
import { makeEmbedTools } from "./embed";
import { LinkedFrom } from "./linked-from";
import { createLinkedThings } from "./linked-things";
import { keyOf, stemOf, type NoteState } from "./note-path";
import type { Notes } from "./notes";
import { Previews } from "./preview-card";
import { createReading } from "./reading";

export interface NotePanelProps {
  notes: Notes;
  panel: Panel<NoteState>;
}

/** A note as it is read: its title, its tags and its text, and below what links to it. */
export function NotePanel(props: NotePanelProps): JSX.Element {
  // A panel keeps its notes and itself for life, so that these need not follow.
  const { notes, panel } = props;
  const { app } = notes;
  const path = createMemo(() => panel.state().path);
  const leaving = (): boolean => {
    const running = notes.renaming.running();
    return running !== undefined && keyOf(running.path) === keyOf(path());
  };
  const reading = createReading({ app, path, visible: panel.visible, stamp: notes.stamp, leaving });
  const things = createLinkedThings(app, path, panel.visible, notes.stamp);
  const [heading, setHeading] = createSignal<string>();
  /** The title that front matter gives; a heading is read from the text as it is now. */
  const given = (): string | undefined => {
    const info = reading.info();
    return info && info.headings.every(({ text }) => text !== info.title) ? info.title : undefined;
  };
  const title = (): string => given() ?? heading() ?? reading.info()?.title ?? stemOf(path());
  const tools = makeEmbedTools({
    notes,
    path,
    info: reading.info,
    open: (to, fragment) => notes.read(to, fragment === undefined ? undefined : { fragment }),
  });
  let frame!: HTMLDivElement;
  let scroller: HTMLDivElement | undefined;
  let text: Placed | undefined;
  let waiting: MarkdownPlace | undefined = notes.takePlace(panel.id);
  notes.onPlace(panel.id, (place) => {
    if (text && reading.html() !== undefined) text.goTo(place);
    else waiting = place;
  });
  onCleanup(() => {
    notes.forget(panel.id);
    app.contexts.set("noteFocus", false);
  });
  const focus = (): void => (scroller ?? frame).focus({ preventScroll: true });
  // It may be asked for at once.
  onMount(() => panel.onFocus(focus));
  /** What was waited for takes the focus that its place holds. */
  const mounted = (made: HTMLDivElement): void => {
    scroller = made;
    onCleanup(() => (scroller = undefined));
    if (document.activeElement === frame) queueMicrotask(focus);
  };

  /** Draws, and keeps what stood at the top where it was. */
  const draw = (run: () => void): void => {
    const before = text && scroller && topBlock(scroller, text.element);
    run();
    if (!text || !scroller) return;
    const [first] = text.element.children;
    setHeading((first?.tagName === "H1" && first.textContent?.trim()) || undefined);
    if (waiting) text.goTo(waiting);
    else if (before) {
      const now = before.block.isConnected ? before.block : blockAt(text.element, before.line);
      if (now) scroller.scrollTop += now.getBoundingClientRect().top - before.top;
    }
    waiting = undefined;
  };
  return (
    <div
      ref={frame}
      class="note-panel"
      tabIndex={-1}
      data-testid="note-panel"
      onFocusIn={() => app.contexts.set("noteFocus", true)}
      onFocusOut={() => app.contexts.set("noteFocus", false)}
    >
      <Switch fallback={<LoadingState label={`Reading ${title()}`} lines={8} />}>
        <Match when={reading.html() === undefined && reading.fault()}>
          {(fault) => (
            <FailedState
              title={`${stemOf(path())} could not be read.`}
              fault={fault()}
              actions={[{ title: "Try Again", run: reading.retry }]}
            />
          )}
        </Match>
        <Match when={reading.html() !== undefined}>
          <div ref={mounted} class="note-scroll" tabIndex={0} role="region" aria-label={`Note: ${title()}`}>
            <header class="note-head">
              <h1 class="note-title">{visibleText(title())}</h1>
              <button
                type="button"
                class="icon-button"
                aria-label="Edit the Text"
                data-tip="Edit the Text"
                onClick={() => void notes.edit(path())}
              >
                <Pencil size={15} aria-hidden="true" />
              </button>
            </header>
            <div class="note-facts">
              <For each={reading.info()?.tags ?? []}>
                {(tag) => (
                  <button type="button" class="note-chip" onClick={() => tools.onTag?.(tag)}>
                    {tag}
                  </button>
                )}
              </For>
              <Show when={reading.info()}>
                {(info) => (
                  <time
                    dateTime={new Date(info().modified).toISOString()}
                    data-tip={exactTime(info().modified)}
                  >
                    edited {relativeTime(info().modified, Date.now())}
                  </time>
                )}
              </Show>
            </div>
            <Show when={reading.problem()}>
              {(problem) => <p class="note-problem">{visibleText(problem())}</p>}
            </Show>
            <Show when={reading.fault()}>
              <p class="note-problem" role="alert">
                The text has changed and could not be drawn again; this is how it was before.
              </p>
            </Show>
            <Markdown
              html={reading.html() ?? ""}
              tools={tools}
              label={title()}
              class={heading() === title() ? "note-text note-text-titled" : "note-text"}
              ref={(made) => (text = made)}
              onDraw={draw}
            />
            <Previews within={() => text?.element} ask={tools.preview} tools={tools} />
          </div>
          <LinkedFrom notes={notes} reading={reading} things={things} />
        </Match>
      </Switch>
    </div>
  );
}

/** The block at the top of what is in sight. */
function topBlock(
  scroller: HTMLElement,
  element: HTMLElement,
): { block: HTMLElement; line: number; top: number } | undefined {
  if (scroller.scrollTop <= 0) return undefined;
  const { top } = scroller.getBoundingClientRect();
  for (const block of element.querySelectorAll<HTMLElement>("[data-line]")) {
    const box = block.getBoundingClientRect();
    if (box.bottom > top && block.tagName !== "INPUT")
      return { block, line: Number(block.dataset["line"]), top: box.top };
  }
  return undefined;
}
