/** What a command wrote: its beginning and end, the first error marked, and links to follow. */
import { createEffect, createMemo, createSignal, For, on, Show, type JSX } from "solid-js";
import { counted } from "../../ui/counted";
import { shownOutput, type OutputLine, type OutputPart } from "./output-lines";

export interface RunOutputProps {
  text: string;
  /** The line that tells of the first error, from 1. */
  errorLine: number | undefined;
  onFollow: (part: OutputPart) => void;
}

export function RunOutput(props: RunOutputProps): JSX.Element {
  const [all, setAll] = createSignal(false);
  createEffect(
    on(
      () => props.text,
      () => setAll(false),
      { defer: true },
    ),
  );
  const shown = createMemo(() => shownOutput(props.text, props.errorLine, all()));
  const Lines = (inner: { lines: OutputLine[] }): JSX.Element => (
    <For each={inner.lines}>
      {(line) => (
        <div
          class="run-line"
          classList={{ "run-line-error": line.number === props.errorLine }}
          data-testid={line.number === props.errorLine ? "run-error" : undefined}
        >
          <For each={line.parts} fallback={"\n"}>
            {(part) => (
              <Show when={part.file ?? part.address} fallback={part.text}>
                <button
                  type="button"
                  class="run-link"
                  data-tip={
                    part.address === undefined ? `Open ${part.text}` : `Open ${part.text} in the browser`
                  }
                  onClick={() => props.onFollow(part)}
                >
                  {part.text}
                </button>
              </Show>
            )}
          </For>
        </div>
      )}
    </For>
  );
  return (
    <div class="run-output" data-testid="run-output">
      <Lines lines={shown().head} />
      <Show when={shown().hidden > 0}>
        <button type="button" class="run-more" onClick={() => setAll(true)}>
          … {counted(shown().hidden, "line")} more, show them
        </button>
      </Show>
      <Lines lines={shown().tail} />
    </div>
  );
}
