import { createMemo, For, Show, type JSX } from "solid-js";

/** Text whose letters at `positions` (UTF-16 offsets) stand out, such as what a search matched. */
export function Highlight(props: { text: string; positions?: number[] | undefined }): JSX.Element {
  const parts = createMemo(() => splitAt(props.text, props.positions ?? []));
  return (
    <For each={parts()}>
      {(part) => (
        <Show when={part.matched} fallback={part.text}>
          <mark>{part.text}</mark>
        </Show>
      )}
    </For>
  );
}

/** The text in runs of letters that match and that do not. */
export function splitAt(text: string, positions: number[]): { text: string; matched: boolean }[] {
  const marked = new Set(positions);
  const parts: { text: string; matched: boolean }[] = [];
  for (let at = 0; at < text.length; at++) {
    const matched = marked.has(at);
    const last = parts.at(-1);
    if (last && last.matched === matched) last.text += text[at];
    else parts.push({ text: text[at] ?? "", matched });
  }
  return parts;
}
