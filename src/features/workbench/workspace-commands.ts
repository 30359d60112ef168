import type { Command } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";
import { relativeTime } from "../../ui/relative-time";
import { otherFolders, shortPath } from "./recent-folders";

/** Opening folders and trusting them. */
export function workspaceCommands(frame: Frame): Command[] {
  const { ipc } = frame;
  const open = async (root: string, newWindow: boolean): Promise<void> => {
    if (newWindow || (await frame.mayLeave())) await ipc.windowOpen({ root, newWindow });
  };
  const pick = async (newWindow: boolean): Promise<void> => {
    const { root } = await ipc.windowPickFolder({});
    if (root !== null) await open(root, newWindow);
  };
  const trust = async (trusted: boolean): Promise<void> => {
    frame.applyWorkspace(await ipc.workspaceTrust({ trusted }));
  };
  const change = async (): Promise<void> => {
    const name = frame.workspace()?.name ?? "";
    const isTrusted = frame.workspace()?.trusted === true;
    const answer = await frame.dialogs.ask({
      title: isTrusted ? `${name} is trusted` : `${name} is restricted`,
      message: isTrusted
        ? "What runs commands from its files may do so."
        : "No command from its files runs, and its git configuration is not obeyed. Do you trust its authors?",
      answers: [
        isTrusted ? { id: "restrict", title: "Restrict" } : { id: "trust", title: "Trust" },
        { id: "keep", title: "Leave It So" },
      ],
      cancel: "keep",
    });
    if (answer !== "keep") await trust(answer === "trust");
  };
  const recent = async (): Promise<void> => {
    const folders = await otherFolders(frame);
    const picked = await frame.dialogs.pick({
      title: "Open a folder",
      placeholder: "Recent folders",
      items: [
        ...folders.map((folder) => ({
          id: folder.root,
          title: folder.name,
          detail: `${shortPath(folder.root, frame.boot.app.home)} · ${folder.profile} · ${
            folder.present ? relativeTime(folder.openedAt, Date.now()) : "gone"
          }`,
        })),
        { id: "", title: "Open Another Folder…" },
      ],
    });
    if (!picked) return;
    if (picked.id === "") await pick(false);
    else await open(picked.id, false);
  };
  const isOpen = (): boolean => frame.workspace() !== null;
  return [
    { id: "workspace.open", title: "File: Open Folder…", run: () => pick(false) },
    { id: "workspace.openInNewWindow", title: "File: Open Folder in New Window…", run: () => pick(true) },
    { id: "workspace.recent", title: "File: Open Recent Folder…", run: recent },
    {
      id: "workspace.scratch",
      title: "File: Write Without a Folder",
      run: () => open(`${frame.boot.app.dataDir}/scratch`, false),
    },
    {
      id: "workspace.openFolder",
      title: "File: Open This Folder",
      internal: true,
      run: async (root) => {
        if (typeof root === "string") await open(root, false);
      },
    },
    { id: "workspace.trust", title: "Workspace: Trust This Folder", enabled: isOpen, run: () => trust(true) },
    {
      id: "workspace.restrict",
      title: "Workspace: Restrict This Folder",
      enabled: isOpen,
      run: () => trust(false),
    },
    { id: "workspace.trustChange", title: "Workspace: Change Trust…", enabled: isOpen, run: change },
    { id: "window.close", title: "Window: Close", run: () => frame.quit() },
  ];
}
