/** Links between things: a command that ran, a file, a symbol, whatever a reference can name. */
import "./links.css";
import type { LinkedThing } from "../../ipc/bindings";
import type { App, QuickProvider } from "../../kernel/app";
import { findTargets } from "./link-picker";
import { createLinkStore, type LinkStore } from "./link-store";
import { openRef } from "./open-ref";
import { openThing } from "./open-thing";
import { kindName, readRef } from "./refs";

export { LinkList } from "./link-list";
export { runById } from "./ref-names";
export type { LinkStore, SeenLink } from "./link-store";

/** What a command about links is given: the thing that is meant. */
function refOf(argument: unknown): string | undefined {
  if (typeof argument !== "string" || !readRef(argument)) return undefined;
  return argument;
}

/** A reference that is typed into the palette leads there. */
function refProvider(app: App): QuickProvider {
  return {
    prefix: "run:",
    title: "A command that ran, by its link",
    search: (id) => {
      if (id === "") return [];
      const ref = `run:${id}`;
      return [
        {
          id: ref,
          title: `Show ${ref}`,
          detail: kindName("run"),
          run: () => app.commands.run("links.open", ref),
        },
      ];
    },
  };
}

export function installLinks(app: App): LinkStore {
  const store = createLinkStore(app);
  const linkTo = async (from: string): Promise<void> => {
    const picked = await app.dialogs.pick({
      title: "Link to what?",
      placeholder: "A file, a symbol or a command by name, or a reference such as commit:4f1c9e2",
      items: await findTargets(app, "", from),
      search: (query) => findTargets(app, query, from),
    });
    if (picked) await store.add(from, picked.id);
  };
  /** Lists the links of a thing, to go to one or to remove it. */
  const show = async (from: string): Promise<void> => {
    const links = store.of(from);
    await app.dialogs.pick({
      title: "Links",
      items: links.flatMap(({ link, to }) => [
        {
          id: `open:${link.id}`,
          title: `Go to ${store.name(to)}`,
          run: () => void app.commands.run("links.open", to),
        },
        {
          id: `remove:${link.id}`,
          title: `Remove the link to ${store.name(to)}`,
          run: () => void store.remove(link),
        },
      ]),
    });
  };
  const about = (id: string, title: string, act: (ref: string) => Promise<void>) => ({
    id: `links.${id}`,
    title: `Links: ${title}`,
    internal: true,
    run: async (argument: unknown) => {
      const ref = refOf(argument);
      if (ref !== undefined) await act(ref);
    },
  });
  app.commands.register([
    about("add", "Link To…", linkTo),
    about("show", "Show Links", show),
    about("open", "Open a Reference", (ref) => openRef(app, ref)),
    {
      id: "links.go",
      title: "Links: Go to a Thing",
      internal: true,
      run: (thing, preview) => openThing(app, thing as LinkedThing, preview === true),
    },
    about("copy", "Copy Link", async (text) => void (await app.ipc.clipboardWrite({ text }))),
  ]);
  app.on("referenceRequested", ({ reference }) => void app.commands.run("links.open", reference));
  app.addQuickProvider(refProvider(app));
  return store;
}
