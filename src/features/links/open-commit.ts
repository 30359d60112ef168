/** Shows a commit: nothing draws its changes yet, so the files that it changed and what it is linked to are listed. */
import { AppError } from "../../ipc/app-error";
import type { LinkGraph } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { visiblePath, visibleText } from "../../ui/visible-name";
import { openThing } from "./open-thing";
import { kindName } from "./refs";

/** Things that are listed at most. */
const MOST = 500;

/** What is linked to a commit; nothing where there is no such commit. */
async function around(app: App, ref: string): Promise<LinkGraph | undefined> {
  try {
    return await app.ipc.linkGraph({
      of: ref,
      depth: 1,
      kinds: null,
      since: null,
      suggestions: false,
      limit: MOST,
    });
  } catch (thrown) {
    if (AppError.from(thrown).code === "notFound") return undefined;
    throw thrown;
  }
}

export async function openCommit(app: App, ref: string): Promise<void> {
  const hash = ref.slice("commit:".length);
  const graph = await around(app, ref);
  const [commit, ...things] = graph?.things ?? [];
  if (!commit || commit.missing) {
    return app.notify({
      level: "info",
      message: `There is no commit ${hash.slice(0, 10)} in this repository.`,
    });
  }
  await app.dialogs.pick({
    title: visibleText(commit.title),
    placeholder: things.length > 0 ? "What it changed and is linked to" : "Nothing is linked to this commit",
    items: [
      ...things.map((thing) => ({
        id: thing.ref,
        title: thing.path ? visiblePath(thing.path.path) : visibleText(thing.title),
        detail: thing.missing ? `${kindName(thing.kind)} · no longer there` : kindName(thing.kind),
        run: () => void openThing(app, thing, false),
      })),
      {
        id: "copy",
        title: "Copy the Hash",
        detail: hash,
        run: () => void app.ipc.clipboardWrite({ text: hash }),
      },
    ],
  });
}
