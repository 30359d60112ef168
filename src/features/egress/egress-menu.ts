/** What the item in the status bar opens: why it says what it says, what was tried lately, and the way to all of it. */
import type { JournalEvent } from "../../ipc/bindings";
import { AppError } from "../../ipc/app-error";
import type { Frame } from "../../kernel/frame";
import type { MenuEntry } from "../../kernel/menu/menus";
import { sentences } from "../../kernel/sentences";
import { relativeTime } from "../../ui/relative-time";
import { eventWords, isRoutine } from "../timeline";
import type { EgressWords } from "./egress-words";

/** Attempts that are listed; the Timeline has all of them. */
const most = 6;
/** Events that are looked through for them: the programs that the sidecar starts itself stand among them. */
const read = 60;

const said = (title: string, at: number): MenuEntry => ({
  id: `said-${at}`,
  title,
  key: undefined,
  enabled: false,
});

/** The last attempts to reach something, the newest first. */
async function attempts(frame: Frame): Promise<JournalEvent[]> {
  const { events } = await frame.ipc.journalPage({
    after: null,
    before: null,
    backwards: true,
    limit: read,
    kinds: ["egress"],
    subject: null,
    path: null,
    since: null,
    until: null,
  });
  return events.filter((event) => !isRoutine(event)).slice(0, most);
}

/** The attempts as rows, or in a sentence why there are none. */
async function attemptRows(frame: Frame, show: () => void): Promise<MenuEntry[]> {
  try {
    const found = await attempts(frame);
    if (found.length === 0) return [said("Nothing was tried in this folder.", 0)];
    return found.map((event) => {
      const { title, detail } = eventWords(event);
      const words = [title, detail].filter(Boolean).join(" ");
      return {
        id: `attempt-${event.seq}`,
        title: words,
        key: relativeTime(event.at, Date.now()),
        enabled: true,
        run: show,
      };
    });
  } catch (thrown) {
    const { message, hint } = AppError.from(thrown);
    return [said(sentences("What was tried cannot be read", message, hint), 0)];
  }
}

/** Shows it above `item`. */
export async function showEgress(frame: Frame, words: EgressWords, item: Element | undefined): Promise<void> {
  const all = "timeline.rules";
  const show = (): void => void frame.commands.run(all);
  const rows =
    frame.workspace() === null
      ? [said("What is tried stands here once a folder is open.", 0)]
      : await attemptRows(frame, show);
  const box = item?.getBoundingClientRect();
  frame.menus.show({
    label: "What may leave this machine",
    at: { x: box?.left ?? 0, y: (box?.top ?? window.innerHeight) - 4 },
    above: true,
    groups: [
      words.why.split(/(?<=\.) (?=[A-Z"])/u).map(said),
      rows,
      [
        {
          id: all,
          title: "Show All in the Timeline",
          key: frame.commands.keyOf(all),
          enabled: frame.workspace() !== null && frame.registry.runnable(all),
          run: show,
        },
      ],
    ],
  });
}
