import { createEffect, createMemo, Match, Show, Switch, type JSX } from "solid-js";
import SquareTerminal from "lucide-solid/icons/square-terminal";
import ChevronDown from "lucide-solid/icons/chevron-down";
import ChevronRight from "lucide-solid/icons/chevron-right";
import { visibleName, visiblePath, visibleText } from "../../ui/visible-name";
import { counted } from "../../ui/counted";
import { change, excerpt, type Part } from "./excerpt";
import { isOut, taken } from "./left-out";
import { isCommand } from "./open-hit";
import { showRowMenu } from "./more-like";
import { RankedParts } from "./ranked-row";
import { laterPart, pieceName, shownLine } from "./ranked-rows";
import { Parts } from "./result-parts";
import type { ResultFile, ResultHit, ResultLine } from "./results";
import type { Search } from "./search";

/** The id of a line in the page, for `aria-activedescendant`. */
export function rowId(key: string): string {
  return `hit-${encodeURIComponent(key)}`;
}

/** One line of the list: a file, a hit, or text around one. */
export function ResultRow(props: { search: Search; line: ResultLine }): JSX.Element {
  // A line is one thing for as long as its row is drawn.
  const { line } = props;
  const { store, open } = props.search;
  const click = (): void => {
    store.setCursor(line.key);
    if (line.type === "file") store.toggle(line.file);
    else open(line, true);
  };
  return (
    <div
      id={rowId(line.key)}
      class={`search-line search-line-${line.type}`}
      classList={{
        "search-line-cursor": store.cursor() === line.key,
        "search-line-ranked": line.type === "hit" && store.ranked(),
      }}
      role="treeitem"
      aria-level={line.type === "file" || store.ranked() ? 1 : 2}
      aria-selected={store.cursor() === line.key}
      aria-expanded={line.type === "file" ? !store.collapsed().has(line.file.key) : undefined}
      aria-description={line.type === "hit" && line.hit.why !== "" ? `Found by: ${line.hit.why}` : undefined}
      data-path={line.file.path.path}
      data-line={line.type === "hit" ? line.hit.line : undefined}
      data-tip={tipOf(line)}
      data-tip-side="right"
      onClick={click}
      onMouseEnter={() => store.hover(line.key)}
      onMouseLeave={() => store.hover(undefined)}
      onContextMenu={(event) => {
        event.preventDefault();
        store.setCursor(line.key);
        showRowMenu(props.search.app, line, { x: event.clientX, y: event.clientY });
      }}
      onDblClick={() => {
        if (line.type !== "file") open(line, false);
      }}
    >
      <Switch>
        <Match when={line.type === "file" && line.file}>
          {(file) => <FileParts search={props.search} file={file()} />}
        </Match>
        <Match when={line.type === "hit" && store.ranked() && line}>
          {(hit) => <RankedParts store={store} file={hit().file} hit={hit().hit} />}
        </Match>
        <Match when={line.type === "hit" && line}>
          {(hit) => <HitParts search={props.search} file={hit().file} hit={hit().hit} />}
        </Match>
        <Match when={line.type === "context" && line}>
          {(around) => (
            <>
              <span class="search-number">{around().line}</span>
              <Parts parts={excerpt(around().text, [])} />
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

function tipOf(line: ResultLine): string {
  const path = visiblePath(line.file.path.path);
  if (line.type === "file") return path;
  if (line.type === "context") return `${path}:${line.line}`;
  const { column, why } = line.hit;
  // What a list of commands has no room for is the rest of a long one.
  if (isCommand(line.hit)) return `${visibleText(line.hit.text)}\n${why}`;
  const piece = laterPart(line.hit);
  return [
    `${path}:${shownLine(line.hit).line}${piece ? "" : `:${column}`}`,
    piece ? `Part of ${pieceName(piece)}` : "",
    why === "" ? "" : `Found by: ${why}`,
  ]
    .filter(Boolean)
    .join("\n");
}

function FileParts(props: { search: Search; file: ResultFile }): JSX.Element {
  const { store, replace } = props.search;
  const cut = (): number => props.file.path.path.lastIndexOf("/");
  // A command in the folder itself has no path below it.
  const name = (): string =>
    visibleName(props.file.path.path.slice(cut() + 1)) || (props.search.app.workspace()?.name ?? "");
  const how = createMemo(() => taken(replace.left(), props.file));
  return (
    <>
      <span class="search-chevron" aria-hidden="true">
        <Show when={store.collapsed().has(props.file.key)} fallback={<ChevronDown size={12} />}>
          <ChevronRight size={12} />
        </Show>
      </span>
      <Show when={replace.files()}>
        <Check
          label={`Replace in ${name()}`}
          checked={how() === "all"}
          some={how() === "some"}
          onToggle={() => replace.toggleFile(props.file)}
        />
      </Show>
      <span class="search-name">{name()}</span>
      <span class="search-folder">{visiblePath(props.file.path.path.slice(0, Math.max(0, cut())))}</span>
      <span class="search-badge" aria-label={counted(props.file.hits.length, "hit")}>
        {props.file.hits.length}
      </span>
    </>
  );
}

function HitParts(props: { search: Search; file: ResultFile; hit: ResultHit }): JSX.Element {
  const { replace } = props.search;
  const out = createMemo(() => isOut(replace.left(), props.file.key, props.hit.line));
  const parts = (): Part[] => {
    const { text, ranges, replaced } = props.hit;
    // A row without matches begins with its first letter too.
    if (ranges.length === 0) return excerpt(text.trimStart(), []);
    return replaced === undefined || out() ? excerpt(text, ranges) : change(text, ranges, replaced);
  };
  return (
    <>
      <Show when={props.hit.replaced !== undefined}>
        <Check
          label={`Replace in line ${props.hit.line}`}
          checked={!out()}
          onToggle={() => replace.toggleHit(props.file, props.hit.line)}
        />
      </Show>
      <Show when={!isCommand(props.hit)}>
        <span class="search-number">{props.hit.line}</span>
      </Show>
      <Show when={isCommand(props.hit)}>
        <SquareTerminal class="search-command" size={12} aria-label="Command" />
      </Show>
      <Parts parts={parts()} />
      <Show when={props.hit.tag}>{(tag) => <span class="search-tag">{tag()}</span>}</Show>
    </>
  );
}

function Check(props: {
  label: string;
  checked: boolean;
  some?: boolean;
  onToggle: () => void;
}): JSX.Element {
  let box!: HTMLInputElement;
  createEffect(() => (box.indeterminate = props.some === true));
  return (
    <input
      ref={box}
      type="checkbox"
      class="search-check"
      aria-label={props.label}
      tabIndex={-1}
      checked={props.checked}
      onClick={(event) => event.stopPropagation()}
      onDblClick={(event) => event.stopPropagation()}
      onChange={() => props.onToggle()}
    />
  );
}
