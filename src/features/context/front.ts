/** What is in front: a file with the symbol at the cursor, a note, or what is selected in a panel. */
import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from "solid-js";
import type { WirePath } from "../../ipc/bindings";
import type { SymbolRow } from "../../ipc/search-types";
import type { App, Panel } from "../../kernel/app";
import { frontChanged, frontPath, frontPlace } from "../editor";
import { symbolsAt } from "../symbols";
import { refOfFile } from "./ref-of-file";

export interface Front {
  /** The things that are meant, the narrowest first: a symbol, then its file. */
  of: string[];
  /** What the narrowest is called. */
  name: string;
}

/** What stands behind the kind; of a file its name. */
function nameOf(reference: string): string {
  const id = reference.slice(reference.indexOf(":") + 1);
  return /^(file|note):/.test(reference) ? id.slice(id.lastIndexOf("/") + 1) : id;
}

const sameFront = (a: Front | undefined, b: Front | undefined): boolean =>
  a?.name === b?.name && a?.of.join("\n") === b?.of.join("\n");

/** Follows what is in front while somebody looks; lives in the reactive owner of its panel. */
export function createFront(app: App, shown: Accessor<boolean>): Accessor<Front | undefined> {
  const [symbols, setSymbols] = createSignal<{ path: string; rows: SymbolRow[] }>();
  /** What was used last of the docks and the sidebar, but for the dock at the right, from which one looks at them. */
  const area = createMemo<"center" | "bottom" | "sidebar">((before) => {
    const region = app.contexts.get("area");
    return region === "center" || region === "bottom" || region === "sidebar" ? region : before;
  }, "center");
  const panel = (): Panel | undefined => {
    const below = area() === "bottom" ? app.workbench.active("bottom") : undefined;
    // A terminal of which nothing is selected says less than what stands above it.
    return below?.subject() === undefined ? app.workbench.active("center") : below;
  };
  const path = createMemo(() => frontPath(app), undefined, { equals: (a, b) => a?.path === b?.path });
  let question = 0;
  onCleanup(() => (question += 1));
  createEffect(
    on([shown, path, () => frontChanged(app)], ([looks, at]) => {
      if (!looks || !at || refOfFile(at).startsWith("note:")) return;
      const asked = ++question;
      app.ipc.symbolsOutline({ path: at }).then(
        (rows) => asked === question && setSymbols({ path: at.path, rows }),
        // Without its symbols the file is still in front.
        () => asked === question && setSymbols(undefined),
      );
    }),
  );
  const symbol = (at: WirePath): SymbolRow | undefined => {
    const place = frontPlace(app);
    const known = symbols();
    if (!place || known?.path !== at.path) return undefined;
    return symbolsAt(known.rows, place.line, place.column).findLast(({ ref }) => ref !== "");
  };
  return createMemo<Front | undefined>(
    (before) => {
      if (!shown()) return before;
      // A view of the sidebar in which nothing is selected says less than what stands beside it.
      const beside = area() === "sidebar" ? app.sidebarSubject() : undefined;
      const subject = beside ?? panel()?.subject();
      if (subject !== undefined) return { of: [subject], name: nameOf(subject) };
      const at = path();
      if (!at) return undefined;
      const name = at.path.slice(at.path.lastIndexOf("/") + 1);
      const here = symbol(at);
      return here ? { of: [here.ref, refOfFile(at)], name: here.name } : { of: [refOfFile(at)], name };
    },
    undefined,
    { equals: sameFront },
  );
}
