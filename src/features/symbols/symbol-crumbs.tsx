import { createEffect, createMemo, createSignal, For, on, onCleanup, type JSX } from "solid-js";
import type { WirePath } from "../../ipc/bindings";
import type { SymbolRow } from "../../ipc/search-types";
import type { App } from "../../kernel/app";
import { visibleName } from "../../ui/visible-name";
import { indexState } from "../index-status";
import { openSymbol } from "./symbol-commands";
import { symbolsAt } from "./symbol-rows";

export interface SymbolCrumbsProps {
  app: App;
  path: WirePath;
  /** The line of the cursor, from 1. */
  line: number;
  /** The character in that line, from 1. */
  column: number;
  /** Grows when the file was written, so that its symbols are asked for again. */
  revision: unknown;
}

/** What the cursor stands in, behind the path; a click goes to where it begins. */
export function SymbolCrumbs(props: SymbolCrumbsProps): JSX.Element {
  const [rows, setRows] = createSignal<SymbolRow[]>([]);
  let asked = 0;
  onCleanup(() => (asked += 1));
  const ask = async (path: WirePath): Promise<void> => {
    const mine = ++asked;
    try {
      const found = await props.app.ipc.symbolsOutline({ path });
      if (mine === asked) setRows(found);
    } catch {
      // The path alone is a breadcrumb too; who asks for the outline is told what is wrong.
      if (mine === asked) setRows([]);
    }
  };
  createEffect(
    on(
      [() => props.path.path, () => props.revision, () => indexState(props.app)],
      () => void ask(props.path),
    ),
  );
  const around = createMemo(() => symbolsAt(rows(), props.line, props.column), [], {
    equals: (a, b) => a.length === b.length && a.every((row, index) => row === b[index]),
  });
  return (
    <For each={around()}>
      {(row) => (
        <>
          <span class="breadcrumb-divider" aria-hidden="true">
            ›
          </span>
          <button
            type="button"
            class="breadcrumb-part breadcrumb-symbol"
            data-tip={`Go to the ${row.kind} ${visibleName(row.name)}`}
            data-tip-command="symbols.outline"
            onClick={() => void openSymbol(props.app, row)}
            onContextMenu={(event) => {
              event.preventDefault();
              const at = { x: event.clientX, y: event.clientY };
              props.app.commands.showMenu("place.context", at, { path: row.path, line: row.line });
            }}
          >
            {visibleName(row.name)}
          </button>
        </>
      )}
    </For>
  );
}
