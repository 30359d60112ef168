/** Tells the blocks of terminals what the history knows of their runs. */
import { createEffect, on, onCleanup, type Accessor } from "solid-js";
import type { App } from "../../../kernel/app";
import type { TerminalStore } from "../terminal-store";
import type { Blocks } from "./blocks-type";

/** Asks for what ran in a terminal before; `id` is nothing until it has started. */
export function fetchRuns(app: App, blocks: Blocks, id: Accessor<string | null>): void {
  let over = false;
  onCleanup(() => (over = true));
  createEffect(
    on(id, (terminal) => {
      if (terminal === null) return;
      app.ipc.terminalRuns({ id: terminal }).then(
        ({ runs }) => {
          if (!over) runs.forEach((run) => blocks.told(run));
        },
        // Without the history the blocks have their marks still.
        () => undefined,
      );
    }),
  );
}

/** Hands what is told of runs to the terminal that shows them, for as long as the window lives. */
export function followRuns(app: App, store: TerminalStore): void {
  for (const type of ["runStarted", "runEnded"] as const) {
    app.on(type, ({ terminal, run }) => {
      for (const { panel, blocks } of store.shown.values()) {
        if (panel.state().id === terminal) blocks.told(run);
      }
    });
  }
}
