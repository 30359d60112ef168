import ChevronDown from "lucide-solid/icons/chevron-down";
import { createSignal, Show, type JSX } from "solid-js";
import { AppError } from "../../ipc/app-error";
import type { MenuEntry, OpenMenu } from "../../kernel/menu/menus";
import type { Frame } from "../../kernel/frame";
import { sessionDetail, sessionTitle, shortMoment } from "./session-text";
import type { Sessions } from "./sessions";
import { whatMatters } from "./what-matters";
import { exactTime } from "../../ui/relative-time";

/** “Resume 14:02” in the top bar: a menu of the last sessions. Not there before there was one. */
export function ResumeButton(props: { frame: Frame; sessions: Sessions }): JSX.Element {
  const { frame, sessions } = props;
  let button!: HTMLButtonElement;
  const show = async (): Promise<void> => {
    await sessions.refresh();
    const { right, bottom } = button.getBoundingClientRect();
    const now = Date.now();
    const rows = sessions.earlier().map((session) => ({
      id: session.id,
      title: session.problem ?? sessionTitle(session),
      key: sessionDetail(session, now),
      enabled: session.problem === null,
      run: () => void sessions.open(session),
    }));
    const [matters, setMatters] = createSignal<MenuEntry[][]>([]);
    // The sessions are there at once; what matters joins them below, so that no row moves.
    const menu: OpenMenu = {
      label: "Last sessions",
      at: { x: right, y: bottom + 2 },
      get groups() {
        return [rows, ...matters()];
      },
    };
    frame.menus.show(menu);
    const said = (title: string): MenuEntry => ({ id: "matters", title, key: undefined, enabled: false });
    await whatMatters(frame).then(
      (found) => {
        const entries = found.map(({ id, title, first, run }) => ({
          id,
          title,
          key: first,
          enabled: true,
          run,
        }));
        if (entries.length > 0) setMatters([[said("What matters"), ...entries]]);
      },
      (thrown: unknown) =>
        setMatters([[said(`What matters is not known: ${AppError.from(thrown).message}`)]]),
    );
  };
  frame.commands.register([
    {
      id: "session.menu",
      title: "Session: Show Last Sessions",
      internal: true,
      enabled: () => sessions.earlier().length > 0,
      run: show,
    },
  ]);
  return (
    <Show when={sessions.earlier()[0]}>
      {(last) => (
        <button
          ref={button}
          type="button"
          class="top-text top-resume"
          aria-haspopup="menu"
          data-tip={`Put back what was open: ${sessionTitle(last())}, ${exactTime(last().at)}`}
          data-tip-command="session.resume"
          data-testid="resume"
          onClick={() => void frame.commands.run("session.menu")}
        >
          Resume {shortMoment(last().at, Date.now())}
          <ChevronDown size={12} aria-hidden="true" />
        </button>
      )}
    </Show>
  );
}
