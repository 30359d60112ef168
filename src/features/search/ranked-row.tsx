import { createMemo, For, Show, type JSX } from "solid-js";
import SquareTerminal from "lucide-solid/icons/square-terminal";
import { visibleName, visiblePath } from "../../ui/visible-name";
import { excerpt } from "./excerpt";
import { isCommand } from "./open-hit";
import { laterPart, partOf, shownLine } from "./ranked-rows";
import { Parts } from "./result-parts";
import type { ResultFile, ResultHit } from "./results";
import type { SearchStore } from "./search-store";
import { wordRanges } from "./word-ranges";

/** A row of a ranking: the code has a line for itself; where it stands and what brought it are below. */
export function RankedParts(props: { store: SearchStore; file: ResultFile; hit: ResultHit }): JSX.Element {
  const parts = createMemo(() => {
    const text = shownLine(props.hit).text.trimStart();
    // Hits of something else answer no words.
    const query = props.store.phase().type === "given" ? "" : props.store.form().query;
    return excerpt(text, wordRanges(text, query));
  });
  const name = (): string => {
    const { path } = props.file.path;
    if (isCommand(props.hit)) return visiblePath(path);
    return visibleName(path.slice(path.lastIndexOf("/") + 1));
  };
  return (
    <>
      <div class="search-ranked-code">
        <Show when={isCommand(props.hit)}>
          <SquareTerminal class="search-command" size={12} aria-label="Command" />
        </Show>
        <Parts parts={parts()} />
      </div>
      <div class="search-ranked-about">
        <span class="search-place">
          <span class="search-place-name">{name()}</span>
          <Show when={!isCommand(props.hit)}>
            <span class="search-place-line">:{shownLine(props.hit).line}</span>
          </Show>
        </span>
        <span class="search-piece">
          <Show when={laterPart(props.hit)}>{(piece) => partOf(piece())}</Show>
        </span>
        <For each={props.hit.lists ?? []}>{(list) => <span class="search-tag">{list}</span>}</For>
      </div>
    </>
  );
}
