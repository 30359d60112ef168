/** Sessions: what was open in the runs before, and tabs of their own for each branch. */
import type { Frame } from "../../kernel/frame";
import { followBranches } from "./branch-tabs";
import { ResumeButton } from "./resume-button";
import { sessionDetail, sessionTitle } from "./session-text";
import { createSessions } from "./sessions";

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
        const now = Date.now();
        const offered = sessions.earlier().filter(({ problem }) => problem === null);
        const picked = await frame.dialogs.pick({
          title: "Put a session back",
          placeholder: offered.length > 0 ? "Last sessions" : "No session before this one left anything open",
          items: offered.map((session) => ({
            id: session.id,
            title: sessionTitle(session),
            detail: sessionDetail(session, now),
          })),
        });
        const session = offered.find(({ id }) => id === picked?.id);
        if (session) await sessions.open(session);
      },
    },
  ]);
  followBranches(frame);
}
