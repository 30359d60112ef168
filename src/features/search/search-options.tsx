import { Show, type JSX } from "solid-js";
import Ellipsis from "lucide-solid/icons/ellipsis";
import Eye from "lucide-solid/icons/eye";
import FileX from "lucide-solid/icons/file-x";
import { sentences } from "../../kernel/sentences";
import { Choice } from "../../ui/choice";
import { Toggle } from "../../ui/toggle";
import { visibleText } from "../../ui/visible-name";
import { counted } from "./counts";
import { filesIn } from "./ranked-rows";
import type { Search } from "./search";
import type { SearchStore } from "./search-store";

/** What was found, and beside it where is searched. */
export function SearchOptions(props: { search: Search }): JSX.Element {
  const { store } = props.search;
  return (
    <>
      <div class="search-summary">
        <span class="search-found" role="status" data-testid="search-found" data-tip={detailOf(store)}>
          {summaryOf(store)}
        </span>
        {/* A ranking is one of what the index has. */}
        <Show when={!store.form().meaning}>
          <Toggle
            title="Search hidden files"
            name="search-hidden"
            on={store.form().hidden}
            onToggle={(hidden) => store.change({ hidden })}
          >
            <Eye size={14} aria-hidden="true" />
          </Toggle>
          <Toggle
            title="Search ignored files"
            name="search-ignored"
            on={store.form().ignored}
            onToggle={(ignored) => store.change({ ignored })}
          >
            <FileX size={14} aria-hidden="true" />
          </Toggle>
        </Show>
        <Toggle
          title={store.form().meaning ? "Choose files" : "Choose files, and lines around each hit"}
          name="search-more"
          on={store.form().more}
          onToggle={(more) => store.change({ more })}
        >
          <Ellipsis size={14} aria-hidden="true" />
        </Toggle>
      </div>
      <MeaningNote store={store} />
      <Show when={store.form().more}>
        <Where store={store} />
      </Show>
    </>
  );
}

/** Why what is shown is not all that could be found by meaning, and what to do about it. */
function MeaningNote(props: { store: SearchStore }): JSX.Element {
  const note = (): { tag: string; text: string; id: string } | undefined => {
    const why = props.store.textOnly();
    if (why)
      return {
        id: "search-text-only",
        tag: "text only",
        text: sentences(why.message, why.hint),
      };
    if (!props.store.partial()) return undefined;
    return {
      id: "search-partial",
      tag: "not all yet",
      text: "Some files are still being read for their meaning.",
    };
  };
  return (
    <Show when={note()}>
      {(told) => (
        <p class="search-note" role="status" data-testid="search-note">
          <span class="search-text-only" data-testid={told().id}>
            {told().tag}
          </span>{" "}
          {visibleText(told().text)}
        </p>
      )}
    </Show>
  );
}

function Where(props: { store: SearchStore }): JSX.Element {
  const glob = (name: "include" | "exclude", label: string, placeholder: string): JSX.Element => (
    <label class="search-where">
      <span>{label}</span>
      <input
        class="field"
        type="text"
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        data-testid={`search-${name}`}
        value={props.store.form()[name]}
        onInput={(event) => props.store.change({ [name]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    <div class="search-more">
      {glob("include", "Only in", "src/**, *.ts")}
      {glob("exclude", "Not in", "tests/**, *.snap")}
      <Show when={!props.store.form().meaning}>
        <label class="search-where">
          <span>Lines around</span>
          <Choice
            label="Lines around"
            options={[0, 1, 2, 3, 5, 10].map((lines) => ({ value: lines, title: String(lines) }))}
            value={props.store.form().context}
            onChoose={(context) => props.store.change({ context })}
            testId="search-context"
          />
        </label>
      </Show>
    </div>
  );
}

/** How much was found. */
export function summaryOf(store: Pick<SearchStore, "phase" | "count" | "files">): string {
  const phase = store.phase();
  const found = `${counted(store.count(), "result")} in ${counted(filesIn(store.files()), "file")}`;
  if (phase.type === "given") return `${phase.title}: ${found}`;
  if (phase.type === "running") return store.count() > 0 ? `${found}…` : "Searching…";
  if (store.count() > 0) return phase.type === "done" && phase.done.truncated ? `First ${found}` : found;
  return phase.type === "done" ? "Nothing found" : "";
}

function detailOf(store: SearchStore): string | undefined {
  const phase = store.phase();
  if (phase.type === "given") return summaryOf(store);
  if (phase.type !== "done") return undefined;
  const { elapsedMs, scanned, truncated, problems } = phase.done;
  const parts = [
    `In ${Math.round(elapsedMs)} ms.`,
    scanned > 0
      ? `${counted(scanned, "file")} read from disk, because the index does not have them yet.`
      : "",
    truncated ? "There is more; a narrower search shows it." : "",
    ...problems,
  ];
  return parts.filter(Boolean).join("\n");
}
