/** One command of the panel. */
import type { JSX } from "solid-js";
import { Show } from "solid-js";
import type { RunInfo } from "../../ipc/bindings";
import { matchText } from "../../kernel/match-text";
import { Highlight } from "../../ui/highlight";
import { exactTime, relativeTime } from "../../ui/relative-time";
import { visible, visibleText } from "../../ui/visible-name";

export const ROW_HEIGHT = 26;

/** `✓ 0`, `× 101`, and a word where there is no status. */
export function statusText(run: RunInfo): string {
  if (run.exit === 0) return "✓ 0";
  if (run.exit !== null) return `× ${run.exit}`;
  return run.state === "ended" ? "" : run.state;
}

export function outcome(run: RunInfo): string {
  if (run.exit === null) return run.state;
  return run.exit === 0 ? "ok" : "failed";
}

/** The first line of a command, and a sign that there are more. */
export function firstLine(command: string): string {
  const [first = "", ...rest] = command.split("\n");
  return rest.length > 0 ? `${first} …` : first;
}

/** The line without what marks of secrets say, which nobody typed: every letter stays in its place. */
export function typedOf(line: string): string {
  return line.replace(/<REDACTED:[A-Z0-9_]+:[0-9a-fA-F]{8}>/g, (mark) => "\u0001".repeat(mark.length));
}

export interface RunRowProps {
  run: RunInfo;
  query: string;
  marked: boolean;
  id: string;
  at: number;
  of: number;
  folder: string;
  took: string;
  onMark: () => void;
  onTake: (event: MouseEvent) => void;
  onMenu: (at: { x: number; y: number }) => void;
}

export function RunRow(props: RunRowProps): JSX.Element {
  const shown = () => {
    const line = firstLine(props.run.command);
    return visible(line, matchText(typedOf(line), props.query) ?? []);
  };
  return (
    <div
      id={props.id}
      role="option"
      class="run-row"
      style={{ height: `${ROW_HEIGHT}px` }}
      aria-selected={props.marked}
      aria-posinset={props.at + 1}
      aria-setsize={props.of}
      onMouseMove={() => props.onMark()}
      onClick={(event) => props.onTake(event)}
      onContextMenu={(event) => {
        event.preventDefault();
        props.onMenu({ x: event.clientX, y: event.clientY });
      }}
    >
      <span class="run-status" data-outcome={outcome(props.run)}>
        {statusText(props.run)}
      </span>
      <span class="run-command">
        <Highlight text={shown().text} positions={shown().positions} />
      </span>
      <span class="run-folder">{visibleText(props.folder)}</span>
      <span class="run-took">{props.took}</span>
      <Show when={props.run.startedAt} fallback={<span class="run-age" />}>
        {(at) => (
          <span class="run-age" data-tip={exactTime(at())}>
            {relativeTime(at(), Date.now())}
          </span>
        )}
      </Show>
    </div>
  );
}
