/** Sessions: what was open in the runs before, and tabs of their own for each branch. */
import { createSignal } from "solid-js";
import type { PickItem } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";
import { followBranches } from "./branch-tabs";
import { ResumeButton } from "./resume-button";
import { sessionDetail, sessionTitle } from "./session-text";
import { createSessions } from "./sessions";
import { whatMatters } from "./what-matters";

export function installSessions(frame: Frame): void {
  const sessions = createSessions(frame);
  // The list is not needed for the first paint; a failure shows when somebody asks for it.
  sessions.refresh().catch(() => undefined);
  frame.addTopItem(() => <ResumeButton frame={frame} sessions={sessions} />);
  frame.commands.register([
    {
      id: "session.resume",
      title: "Session: Resume…",
      run: async () => {
        await sessions.refresh();
        const [matters, setMatters] = createSignal<PickItem[]>([]);
        // They join the sessions when they are known; without them there is still what one came for.
        whatMatters(frame).then(
          (found) =>
            setMatters(
              found.map(({ id, title, why, run }) => ({ id, title, detail: `matters: ${why}`, run })),
            ),
          () => undefined,
        );
        const now = Date.now();
        const offered = sessions.earlier().filter(({ problem }) => problem === null);
        const rows = offered.map((session) => ({
          id: session.id,
          title: sessionTitle(session),
          detail: sessionDetail(session, now),
        }));
        const picked = await frame.dialogs.pick({
          title: "Put a session back",
          placeholder: offered.length > 0 ? "Last sessions" : "No session before this one left anything open",
          get items() {
            return [...rows, ...matters()];
          },
        });
        const session = offered.find(({ id }) => id === picked?.id);
        if (session) await sessions.open(session);
      },
    },
  ]);
  followBranches(frame);
}
