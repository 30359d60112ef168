/**
 * The begin of a large text, shown read-only while the whole is on its way: 100 MB take a second, and what
 * is looked at first is nearly always the begin.
 */
import { onCleanup, onMount, type JSX } from "solid-js";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import type { DocumentInfo } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { basics, gutters } from "./editor-setup";
import { textOfPart } from "./text-part";

/** Bytes of a file from which on its begin is shown first. */
export const FIRST_PART_FROM = 8 << 20;
/** Bytes of that begin. */
const FIRST_PART = 64 << 10;
const FIGURE_SPACE = "\u2007";

export interface FirstPartText {
  text: string;
  /** Digits that the whole text's line numbers will have, by what the begin looks like. */
  digits: number;
}

/** Reads the begin of a document whose text is as on disk; nothing when that is not worth it or fails. */
export async function readFirstPart(
  { ipc }: Pick<App, "ipc">,
  { kind, path, size, dirty, encoding }: DocumentInfo,
): Promise<FirstPartText | undefined> {
  if (kind !== "text" || !path || dirty || size < FIRST_PART_FROM) return undefined;
  try {
    const bytes = new Uint8Array(await ipc.fileBytes({ path, offset: 0, length: FIRST_PART }));
    const part = textOfPart(bytes, true, encoding);
    // The last line may be cut.
    const text = part.slice(0, Math.max(0, part.lastIndexOf("\n")));
    const lines = (text.split("\n").length * size) / bytes.length;
    return { text, digits: String(Math.round(lines)).length };
  } catch {
    // The whole text is read next, and says what is wrong.
    return undefined;
  }
}

export function FirstPart(props: { app: App; name: string; part: FirstPartText }): JSX.Element {
  let element!: HTMLDivElement;
  onMount(() => {
    const { text, digits } = props.part;
    const formatNumber = (line: number): string => String(line).padStart(digits, FIGURE_SPACE);
    const view = new EditorView({
      parent: element,
      doc: text,
      extensions: [
        basics(`Begin of ${props.name}`),
        props.app.settings().editorLineNumbers ? lineNumbers({ formatNumber }) : [],
        gutters(false),
        props.app.settings().editorWordWrap ? EditorView.lineWrapping : [],
        EditorState.readOnly.of(true),
      ],
    });
    onCleanup(() => view.destroy());
  });
  return (
    <div
      ref={element}
      class="code-view"
      aria-busy="true"
      data-testid="first-part"
      style={{ "--code-size": `${props.app.settings().editorFontSize ?? 12.5}px` }}
    />
  );
}
