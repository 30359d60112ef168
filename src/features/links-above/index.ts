/** The line above each symbol in the editor: what is linked to it. */
import "./links-above.css";
import { onCleanup } from "solid-js";
import type { LinkedSymbol, LinkedThing, WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { untilStarted } from "../../ui/after-start";
import { exactTime } from "../../ui/relative-time";
import { visibleText } from "../../ui/visible-name";
import { addToEditors, cursorPlace } from "../editor";
import { symbolsAt } from "../symbols";
import { wordsOf } from "./above-words";

/** The name under which the layout keeps whether the lines are hidden. */
const KEPT = "linksAbove";
/** How often the lines say anew how long ago something was, in milliseconds. */
const MINUTE = 60_000;

export function installLinksAbove(app: App): void {
  const isHidden = (): boolean =>
    (app.sidebarState(KEPT) as { hidden?: boolean } | undefined)?.hidden === true;
  const followers = new Set<() => void>();
  const tell = (): void => followers.forEach((changed) => changed());
  for (const type of ["journalAppended", "runEnded", "ownerChanged"] as const) app.on(type, tell);
  const clock = setInterval(tell, MINUTE);
  onCleanup(() => clearInterval(clock));

  const rowsOf = async (path: WirePath): Promise<LinkedSymbol[]> => (await app.ipc.linksAbove({ path })).rows;
  const open = (thing: LinkedThing): void => void app.commands.run("links.go", thing);
  const pick = async ({ name, things, more }: LinkedSymbol): Promise<void> => {
    const items = things.map((thing, at) => {
      const [words, name] = [wordsOf(thing, Date.now()), visibleText(thing.title)];
      // The title of a commit begins with its hash.
      const said = thing.kind === "commit" ? `commit ${name}` : `${words}: ${name}`;
      return {
        id: String(at),
        title: words.includes(name) ? words : said,
        detail: [thing.detail, thing.at === null ? null : exactTime(thing.at)].filter(Boolean).join(" · "),
      };
    });
    const all = more > 0 ? `All of it, and ${more} more, in Context` : "All of it in Context";
    const picked = await app.dialogs.pick({
      title: `Linked to ${visibleText(name)}`,
      items: [...items, { id: "all", title: all }],
    });
    const thing = things[Number(picked?.id)];
    if (picked?.id === "all") await app.commands.run("context.show");
    else if (thing) open(thing);
  };
  /** What is linked to the symbol at the cursor, or to what that stands in. */
  const show = async (): Promise<void> => {
    const place = cursorPlace(app);
    if (!place) return app.notify({ level: "info", message: "No file is in front." });
    const [rows, symbols] = await Promise.all([
      rowsOf(place.path),
      app.ipc.symbolsOutline({ path: place.path }),
    ]);
    const around = symbolsAt(symbols, place.line, place.column).reverse();
    const row = around.flatMap(({ ref }) => rows.find(({ symbol }) => symbol === ref) ?? [])[0];
    if (row) return pick(row);
    app.notify({
      level: "info",
      message: "Nothing is linked to the symbol at the cursor.",
      hint: "Context shows what is linked to its file.",
    });
  };
  addToEditors(app, async ({ path }) => {
    const hidden = isHidden();
    if (hidden || path === null) return [];
    const { aboveLines } = await import("./above-lines");
    return aboveLines({
      ask: async () => {
        await new Promise((resolve) => setTimeout(resolve, untilStarted()));
        return rowsOf(path);
      },
      open,
      showAll: (row) => void pick(row),
      follow: (changed) => {
        followers.add(changed);
        return () => followers.delete(changed);
      },
      now: Date.now,
    });
  });
  app.commands.register(
    [
      { id: "links.here", title: "Links: Show What Is Linked Here", run: show },
      {
        id: "links.toggleAbove",
        title: "Links: Show or Hide the Lines Above Symbols",
        run: () => app.keepSidebarState(KEPT, { hidden: !isHidden() }),
      },
    ],
    [
      {
        menu: "editor.context",
        group: "1_definition",
        command: "links.here",
        title: "Show What Is Linked Here",
      },
    ],
  );
}
