import { Show, type JSX } from "solid-js";
import Ellipsis from "lucide-solid/icons/ellipsis";
import Eye from "lucide-solid/icons/eye";
import FileX from "lucide-solid/icons/file-x";
import { Choice } from "../../ui/choice";
import { Toggle } from "../../ui/toggle";
import { counted } from "../../ui/counted";
import { noteOf } from "./meaning-note";
import { wantsWords } from "./query-words";
import { filesIn } from "./ranked-rows";
import type { Search } from "./search";
import type { SearchStore } from "./search-store";

/** What was found, and beside it where is searched. */
export function SearchOptions(props: { search: Search }): JSX.Element {
  const { store } = props.search;
  return (
    <>
      <div class="search-summary">
        <span
          class="search-found"
          classList={{ "search-found-given": store.phase().type === "given" }}
          role="status"
          data-testid="search-found"
          data-tip={detailOf(store)}
        >
          {summaryOf(store)}
        </span>
        <Show when={noteOf(props.search)}>
          {(told) => (
            <span class="search-text-only" data-testid={told().id} data-tip={told().text}>
              {told().tag}
            </span>
          )}
        </Show>
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
      <Show when={store.form().more}>
        <Where store={store} />
      </Show>
    </>
  );
}

/** The note in full, with what mends it. It stands below the rows, which must not move under the mouse when it comes or goes. */
export function MeaningNote(props: { search: Search }): JSX.Element {
  return (
    <Show when={noteOf(props.search)}>
      {(told) => (
        <p class="search-note" role="status" data-testid="search-note">
          {told().text}
          <Show when={told().action}>
            {(action) => (
              <>
                {" "}
                <button
                  type="button"
                  class="button"
                  data-testid="search-note-action"
                  onClick={() => void props.search.app.commands.run(action().command)}
                >
                  {action().title}
                </button>
              </>
            )}
          </Show>
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
export function summaryOf(store: Pick<SearchStore, "phase" | "count" | "files" | "form">): string {
  const phase = store.phase();
  const found = `${counted(store.count(), "result")} in ${counted(filesIn(store.files()), "file")}`;
  if (phase.type === "given") return `${phase.title}: ${found}`;
  if (phase.type === "running") return store.count() > 0 ? `${found}…` : "Searching…";
  if (store.count() > 0) return phase.type === "done" && phase.done.truncated ? `First ${found}` : found;
  if (phase.type !== "done") return "";
  return wantsWords(store.form()) ? "Add words" : "Nothing found";
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
