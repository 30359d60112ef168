/** The rows of the terminal with folded outputs. */
import ChevronRight from "lucide-solid/icons/chevron-right";
import type { Terminal } from "@xterm/xterm";
import { createMemo, For, Show, type JSX } from "solid-js";
import { counted } from "../../../ui/counted";
import { spansOf } from "./cell-spans";
import type { Gap } from "./fold-rows";

/** One line of the buffer as text. */
export function TextRow(props: {
  screen: Terminal;
  line: number;
  /** Changes whenever the screen does. */
  drawn: number;
  /** Pixels of a cell, and from the edge to the first one. */
  cellWidth: number;
  left: number;
  /** Whether keys go to the terminal. */
  focused: boolean;
}): JSX.Element {
  const buffer = () => props.screen.buffer.normal;
  const spans = createMemo(() => {
    void props.drawn;
    const row = buffer().getLine(props.line);
    return row ? spansOf(row, props.screen.options.theme ?? {}) : [];
  });
  /** The column of the cursor and what stands there, where it is in this row. */
  const cursor = createMemo(() => {
    void props.drawn;
    const { baseY, cursorX, cursorY } = buffer();
    if (props.line !== baseY + cursorY) return undefined;
    const cell = buffer().getLine(props.line)?.getCell(cursorX);
    return { x: cursorX, text: cell?.getChars() ?? "", cells: cell?.getWidth() || 1 };
  });
  return (
    <>
      <For each={spans()}>{(span) => <span style={span.style}>{span.text}</span>}</For>
      <Show when={cursor()}>
        {(at) => (
          <span
            class="fold-cursor"
            data-focused={props.focused}
            // Drawn by the style sheet, so that it is no part of what can be selected.
            data-text={at().text}
            style={{
              left: `${props.left + at().x * props.cellWidth}px`,
              width: `${at().cells * props.cellWidth}px`,
            }}
          />
        )}
      </Show>
    </>
  );
}

/** The row in the place of the lines that a fold hides; it opens it. */
export function GapRow(props: {
  gap: Gap;
  /** The command, where its own line is not there any more. */
  command: string | undefined;
  onOpen: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class="fold-gap"
      data-testid="fold-gap"
      data-run={props.gap.run}
      onClick={() => props.onOpen()}
    >
      <ChevronRight size={12} aria-hidden="true" />
      {counted(props.gap.to - props.gap.from, "line")} folded
      <Show when={props.command}>{(command) => <span class="fold-command">{command()}</span>}</Show>
    </button>
  );
}
