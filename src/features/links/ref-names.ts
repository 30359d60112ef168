/** What references are called by people, and where they lead. */
import type { App } from "../../kernel/app";
import type { RunInfo, RunListParams } from "../../ipc/bindings";
import type { SymbolRow } from "../../ipc/search-types";
import { visibleName, visiblePath } from "../../ui/visible-name";
import { readRef, shortRef } from "./refs";

/** A question for runs that leaves none out; how many come is still to be said. */
export const ANY_RUN: Omit<RunListParams, "limit"> = {
  id: null,
  query: null,
  cwd: null,
  near: null,
  failed: null,
  exit: null,
  early: null,
  since: null,
  session: null,
  branch: null,
  workspace: null,
  unique: null,
  after: null,
};

/** A run by its id, whatever else the history holds. */
export async function runById(app: App, id: string): Promise<RunInfo | undefined> {
  return (await app.ipc.runList({ ...ANY_RUN, id, limit: 1 })).runs[0];
}

/** A symbol by its reference. */
export async function symbolByRef(app: App, ref: string): Promise<SymbolRow | undefined> {
  return (await app.ipc.symbolsFind({ query: ref, limit: 1 })).find((row) => row.ref === ref);
}

/** The name of what a reference means; a short form of it where that is not known. */
export async function nameRef(app: App, text: string): Promise<string> {
  const ref = readRef(text);
  switch (ref?.kind) {
    case "file":
      return visiblePath(ref.id);
    case "run": {
      const command = (await runById(app, ref.id))?.command;
      return command === undefined ? shortRef(text) : visibleName(command.split("\n")[0] ?? "");
    }
    case "symbol": {
      const symbol = await symbolByRef(app, text);
      return symbol ? [...symbol.parent, symbol.name].map(visibleName).join(" › ") : shortRef(text);
    }
    case undefined:
    default:
      return shortRef(text);
  }
}
