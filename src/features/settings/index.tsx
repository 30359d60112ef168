/** Settings in a form, and the pick of the theme. */
import "./settings.css";
import { createSignal } from "solid-js";
import type { Theme } from "../../ipc/bindings";
import type { Frame } from "../../kernel/frame";
import { onDemand } from "../../ui/on-demand";

const SettingsPanel = onDemand(async () => (await import("./settings-panel")).SettingsPanel);

const themes: { id: Theme; title: string }[] = [
  { id: "dark", title: "Dark" },
  { id: "light", title: "Light" },
  { id: "system", title: "As the System" },
];

export function installSettings(frame: Frame): void {
  const [wanted, setWanted] = createSignal<{ query: string }>();
  frame.workbench.registerPanel({
    kind: "settings",
    area: "center",
    render: (panel) => <SettingsPanel frame={frame} panel={panel} wanted={wanted} />,
  });
  const pickTheme = async (): Promise<void> => {
    const now = frame.settings().theme;
    const picked = await frame.dialogs.pick({
      title: "Theme",
      items: themes.map((theme) => (theme.id === now ? { ...theme, detail: "in use" } : theme)),
    });
    if (!picked) return;
    const value = JSON.stringify(picked.id);
    frame.applySettings(await frame.ipc.settingsUpdate({ key: "workbench.theme", value }));
  };
  frame.commands.register([
    {
      id: "settings.open",
      title: "Settings: Open",
      run: (query) => {
        if (typeof query === "string") setWanted({ query });
        frame.workbench.open("settings", "settings", null, "Settings");
      },
    },
    { id: "theme.pick", title: "Settings: Theme…", run: pickTheme },
  ]);
}
