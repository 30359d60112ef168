import { createUniqueId, Show, type JSX } from "solid-js";
import CaseUpper from "lucide-solid/icons/case-upper";
import { Toggle } from "../../ui/toggle";
import { counted } from "../../ui/counted";
import type { Search } from "./search";

/** The field for what comes instead, and the button that does it. */
export function ReplaceRow(props: { search: Search }): JSX.Element {
  const { store, replace } = props.search;
  const about = createUniqueId();
  const count = (): { hits: number; files: number } => replace.count();
  const title = (): string =>
    replace.files()
      ? `Replace ${counted(count().hits, "hit")} in ${counted(count().files, "file")}`
      : "Replace";
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !event.ctrlKey || !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    void replace.apply();
  };
  return (
    <>
      <div class="search-box">
        <input
          type="text"
          aria-label="Replace with"
          aria-describedby={about}
          placeholder={store.form().regex ? "Replace ($1 for a group)" : "Replace"}
          autocomplete="off"
          spellcheck={false}
          data-testid="search-replacement"
          value={store.form().replacement}
          onInput={(event) => store.change({ replacement: event.currentTarget.value })}
          onKeyDown={press}
        />
        <Toggle
          title="Keep the case of what is replaced"
          name="search-preserveCase"
          on={store.form().preserveCase}
          onToggle={(preserveCase) => store.change({ preserveCase })}
        >
          <CaseUpper size={14} aria-hidden="true" />
        </Toggle>
      </div>
      <p class="search-fault" id={about} role="alert">
        {[replace.fault()?.message, replace.fault()?.hint].filter(Boolean).join(" ")}
      </p>
      <button
        type="button"
        class="button button-main search-apply"
        data-testid="search-replace-all"
        data-tip="All of it is one step to undo (Ctrl+Alt+Enter)"
        disabled={count().hits === 0 || replace.busy()}
        onClick={() => void replace.apply()}
      >
        {title()}
      </button>
      <Show when={replace.told()}>
        {(told) => (
          <p class="search-told" role="status" data-testid="search-told">
            {told()}
            <button type="button" class="button" onClick={() => void replace.undo()}>
              Undo
            </button>
          </p>
        )}
      </Show>
    </>
  );
}
