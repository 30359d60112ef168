/** Says of a suggested link that it holds or does not, with a way back. */
import type { App } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import { visibleText } from "../../ui/visible-name";
import type { Linked } from "./context-rows";

/** Answers whether it was done; `changed` is called after each change. */
export async function judge(
  app: App,
  { thing, edge }: Linked,
  verdict: "accept" | "reject",
  changed: () => Promise<void>,
): Promise<boolean> {
  const say = async (what: "accept" | "reject" | "forget"): Promise<boolean> => {
    try {
      await app.ipc.linkJudge({ from: edge.from, to: edge.to, kind: edge.kind, verdict: what });
    } catch (thrown) {
      const notice = failureNotice(thrown);
      if (notice) app.notify(notice);
      return false;
    }
    await changed();
    return true;
  };
  if (!(await say(verdict))) return false;
  const title = visibleText(thing.title);
  app.notify({
    level: "info",
    message: verdict === "accept" ? `${title} is linked.` : `${title} is not suggested here again.`,
    actions: [{ title: "Undo", run: async () => void (await say("forget")) }],
  });
  return true;
}
