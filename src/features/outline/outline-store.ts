/** The symbols of the file in front, asked for while somebody looks. */
import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from "solid-js";
import type { WirePath } from "../../ipc/bindings";
import type { SymbolRow } from "../../ipc/search-types";
import type { App } from "../../kernel/app";
import { frontChanged, frontPath } from "../editor";
import { indexState } from "../index-status";

/** How long a file has to be quiet before its symbols are asked for again, in milliseconds. */
const QUIET = 300;

export interface OutlineStore {
  path: Accessor<WirePath | undefined>;
  /** Nothing until the first answer for this file. */
  symbols: Accessor<SymbolRow[] | undefined>;
  fault: Accessor<unknown>;
  load: () => Promise<void>;
}

/** Lives in the reactive owner of its panel. */
export function createOutlineStore(app: App, shown: Accessor<boolean>): OutlineStore {
  const [answer, setAnswer] = createSignal<{ path: string; symbols: SymbolRow[] }>();
  const [fault, setFault] = createSignal<unknown>();
  const [stamp, setStamp] = createSignal(0);
  const path = createMemo(() => frontPath(app), undefined, {
    equals: (a, b) => a?.path === b?.path && a?.pathBytes === b?.pathBytes,
  });
  let question = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const load = async (): Promise<void> => {
    const asked = ++question;
    const at = path();
    if (!at) return;
    try {
      const symbols = await app.ipc.symbolsOutline({ path: at });
      if (asked !== question) return;
      setAnswer({ path: at.path, symbols });
      setFault(undefined);
    } catch (thrown) {
      if (asked === question) setFault(thrown);
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => setStamp((count) => count + 1), QUIET);
  };
  app.on("filesChanged", soon);
  app.on("journalAppended", ({ events, more }) => {
    if (more || events.some(({ file }) => file !== null && file.path === path()?.path)) soon();
  });
  onCleanup(() => {
    clearTimeout(timer);
    question += 1;
  });
  createEffect(
    on([shown, path, () => frontChanged(app), () => indexState(app), stamp], ([looks]) => {
      if (looks) void load();
    }),
  );
  return {
    path,
    symbols: () => (answer()?.path === path()?.path ? answer()?.symbols : undefined),
    fault,
    load,
  };
}
