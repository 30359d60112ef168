import { createEffect, createMemo, For, Match, Show, Switch, type JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import ChevronDown from "lucide-solid/icons/chevron-down";
import ChevronRight from "lucide-solid/icons/chevron-right";
import { visibleName, visiblePath } from "../../ui/visible-name";
import { counted } from "./counts";
import { change, excerpt, type Part } from "./excerpt";
import { isOut, taken } from "./left-out";
import { laterPart, pieceName } from "./ranked-rows";
import { showRowMenu } from "./more-like";
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
      classList={{ "search-line-cursor": store.cursor() === line.key }}
      role="treeitem"
      aria-level={line.type === "file" || store.ranked() ? 1 : 2}
      aria-selected={store.cursor() === line.key}
      aria-expanded={line.type === "file" ? !store.collapsed().has(line.file.key) : undefined}
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
  return `${path}:${line.hit.line}:${column}${why === "" ? "" : `\nFound by: ${why}`}`;
}

function FileParts(props: { search: Search; file: ResultFile }): JSX.Element {
  const { store, replace } = props.search;
  const cut = (): number => props.file.path.path.lastIndexOf("/");
  const name = (): string => visibleName(props.file.path.path.slice(cut() + 1));
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
  const { replace, store } = props.search;
  const out = createMemo(() => isOut(replace.left(), props.file.key, props.hit.line));
  const parts = (): Part[] => {
    const { text, ranges, replaced } = props.hit;
    const best = laterPart(props.hit)?.best;
    if (best) return excerpt(best.text, []);
    // A row of a ranking has no matches, and begins with its first letter too.
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
      <Show when={!store.ranked()}>
        <span class="search-number">{props.hit.line}</span>
      </Show>
      <Parts parts={parts()} />
      <Show when={laterPart(props.hit)}>
        {(piece) => <span class="search-piece">{pieceName(piece())}</span>}
      </Show>
      <Show when={props.hit.tag}>{(tag) => <span class="search-tag">{tag()}</span>}</Show>
      <Show when={props.hit.why !== props.hit.tag && props.hit.why}>
        {(why) => <span class="search-why">{why()}</span>}
      </Show>
      <Show when={store.ranked()}>
        <span class="search-place">{placeOf(props.file, props.hit)}</span>
      </Show>
    </>
  );
}

/** The file and the line of a row that stands below no file. */
function placeOf({ path }: ResultFile, { line }: ResultHit): string {
  return `${visibleName(path.path.slice(path.path.lastIndexOf("/") + 1))}:${line}`;
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

const tags: Record<Part["kind"], string> = { plain: "span", match: "mark", old: "del", new: "ins" };

function Parts(props: { parts: Part[] }): JSX.Element {
  return (
    <span class="search-text">
      <For each={props.parts}>{(part) => <Dynamic component={tags[part.kind]}>{part.text}</Dynamic>}</For>
    </span>
  );
}
