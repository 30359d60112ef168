/** Help: what this is, and the sheet of shortcuts. */
import "./help.css";
import type { Frame } from "../../kernel/frame";
import { onDemand } from "../../ui/on-demand";

const ShortcutsPanel = onDemand(async () => (await import("./shortcuts-panel")).ShortcutsPanel);

export function installHelp(frame: Frame): void {
  const { app } = frame.boot;
  frame.workbench.registerPanel({
    kind: "shortcuts",
    area: "center",
    render: (panel) => <ShortcutsPanel frame={frame} panel={panel} />,
  });
  const about = async (): Promise<void> => {
    const answer = await frame.dialogs.ask({
      title: `Tenon ${app.version}`,
      message: `Data: ${app.dataDir}\nSettings: ${app.configDir}\nPlatform: ${app.platform}`,
      answers: [
        { id: "ok", title: "OK" },
        { id: "shortcuts", title: "Keyboard Shortcuts" },
        { id: "copy", title: "Copy" },
      ],
      cancel: "ok",
    });
    if (answer === "shortcuts") await frame.commands.run("help.shortcuts");
    if (answer === "copy") {
      await frame.ipc.clipboardWrite({
        text: `Tenon ${app.version} ${app.platform}\n${app.dataDir}\n${app.configDir}`,
      });
    }
  };
  frame.commands.register([
    {
      id: "help.shortcuts",
      title: "Help: Keyboard Shortcuts",
      run: () => void frame.workbench.open("shortcuts", "shortcuts", null, "Keyboard Shortcuts"),
    },
    { id: "help.about", title: "Help: About Tenon", run: about },
  ]);
}
