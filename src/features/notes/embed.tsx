/** Embeds of notes, drawn where they stand: a frame with the name as a link, and the text in it. */
import { createEffect, createSignal, Match, on, onCleanup, Show, Switch, type JSX } from "solid-js";
import { render } from "solid-js/web";
import { AppError } from "../../ipc/app-error";
import { Markdown } from "../../ui/markdown/markdown";
import { visibleText } from "../../ui/visible-name";
import { chainOf, embeddedOf, type Chain, type Embedded } from "./embedded";
import { makeNoteTools, type NoteTools, type NoteToolsOptions } from "./note-tools";
import type { Notes } from "./notes";

export interface EmbedToolsOptions extends Omit<NoteToolsOptions, "app" | "leads" | "remote"> {
  notes: Notes;
  /** Says that something was drawn that may have another height. */
  drawn?: () => void;
  /** What this stands in; the text itself when left out. */
  chain?: Chain;
}

/** What links, pictures and boxes in a note do, and its embeds. */
export function makeEmbedTools({ notes, drawn, chain, ...options }: EmbedToolsOptions): NoteTools {
  const tools = makeNoteTools({ app: notes.app, leads: notes.leads, remote: notes.remote, ...options });
  // Kept as long as the text is the same note's, so that all its embeds share the room.
  let own: { path: string; chain: Chain } | undefined;
  const around = (): Chain => {
    const path = options.path();
    if (chain) return chain;
    if (own?.path !== path.path) own = { path: path.path, chain: chainOf(path) };
    return own.chain;
  };
  return {
    ...tools,
    embed: (place, target, fragment) =>
      render(
        () => (
          <Embed
            notes={notes}
            options={options}
            chain={around()}
            target={target}
            fragment={fragment}
            drawn={drawn ?? (() => undefined)}
          />
        ),
        place,
      ),
  };
}

interface EmbedProps {
  notes: Notes;
  options: Omit<NoteToolsOptions, "app" | "leads" | "remote">;
  chain: Chain;
  target: string;
  fragment: string | undefined;
  drawn: () => void;
}

function Embed(props: EmbedProps): JSX.Element {
  // An embed is drawn anew when its line changes, so none of these does.
  const { notes, options, chain, drawn } = props;
  const [shown, setShown] = createSignal<Embedded>();
  const fits = chain.room.left > 0;
  chain.room.left -= 1;
  let asked = 0;
  onCleanup(() => {
    asked += 1;
    chain.room.left += 1;
  });
  const load = async (): Promise<void> => {
    const mine = (asked += 1);
    const { target, fragment } = props;
    const found = await embeddedOf({
      app: notes.app,
      from: options.path(),
      info: options.info(),
      chain,
      fits,
      target,
      fragment,
    }).catch((thrown: unknown): Embedded => ({ target, fragment, sentence: AppError.from(thrown).message }));
    if (mine !== asked) return;
    setShown(found);
    drawn();
  };
  // The note may be written meanwhile, or be made.
  createEffect(on(notes.stamp, () => void load()));
  const name = (): string => {
    const { target, fragment } = shown() ?? props;
    return visibleText([target, fragment].filter(Boolean).join(" › "));
  };
  return (
    <div class="note-embed" role="group" aria-label={`Embedded: ${name()}`} data-testid="note-embed">
      <a
        class="note-embed-name"
        role="link"
        tabIndex={0}
        data-target={(shown() ?? props).target}
        data-fragment={(shown() ?? props).fragment}
      >
        {name()}
      </a>
      <Switch>
        <Match when={sentenceOf(shown())}>
          {(sentence) => <p class="note-embed-said">{visibleText(sentence())}</p>}
        </Match>
        <Match when={textOf(shown())}>
          {(text) => (
            <Show when={text().html !== ""} fallback={<p class="note-embed-said">This note is empty.</p>}>
              <Text {...props} text={text()} />
            </Show>
          )}
        </Match>
      </Switch>
    </div>
  );
}

type EmbeddedText = Extract<Embedded, { html: string }>;
const textOf = (shown: Embedded | undefined): EmbeddedText | undefined =>
  shown && "html" in shown ? shown : undefined;
const sentenceOf = (shown: Embedded | undefined): string | undefined =>
  shown && "sentence" in shown ? shown.sentence : undefined;

/** What it says, with links and pictures seen from its own note. */
function Text(props: EmbedProps & { text: EmbeddedText }): JSX.Element {
  const { notes, drawn } = props;
  const tools = makeEmbedTools({
    notes,
    drawn,
    chain: props.text.chain,
    path: () => props.text.note.path,
    info: () => props.text.note,
    open: props.options.open,
  });
  return (
    <Markdown
      html={props.text.html}
      tools={tools}
      label={props.text.note.title}
      onDraw={(run) => {
        run();
        drawn();
      }}
    />
  );
}
