/** The filters of the history's panel. */
import { For, type JSX } from "solid-js";
import type { RunFilters } from "./run-filters";
import type { RunsStore } from "./runs-store";

interface Filter {
  id: keyof RunFilters;
  title: string;
  about: () => string;
  enabled: () => boolean;
}

export function RunFilterBar(props: { store: RunsStore; homely: (path: string) => string }): JSX.Element {
  const around = () => props.store.around();
  const always = (): boolean => true;
  const filters: Filter[] = [
    {
      id: "folder",
      title: "This folder",
      about: () => `Only in ${props.homely(around().folder ?? "")} and below (Alt+1)`,
      enabled: () => around().folder !== undefined,
    },
    { id: "failed", title: "Failed", about: () => "Only what failed (Alt+2)", enabled: always },
    {
      id: "session",
      title: "This session",
      about: () => "Only since Tenon was started (Alt+3)",
      enabled: always,
    },
    {
      id: "branch",
      title: "This branch",
      about: () => `Only on ${around().branch ?? "a branch"} (Alt+4)`,
      enabled: () => around().branch !== undefined,
    },
  ];
  return (
    <div class="runs-filters" role="group" aria-label="Filters">
      <For each={filters}>
        {(filter) => (
          <button
            type="button"
            class="run-filter"
            data-testid={`runs-${filter.id}`}
            aria-pressed={props.store.filters()[filter.id]}
            data-tip={filter.about()}
            disabled={!filter.enabled()}
            onClick={() => props.store.toggle(filter.id)}
          >
            {filter.title}
          </button>
        )}
      </For>
    </div>
  );
}
