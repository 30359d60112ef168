import type { Settings, SettingsSnapshot, UiEvent } from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";
import table from "./setting-table.json";

/** The defaults of the core, whose tests write the table. */
export const defaultSettings = Object.fromEntries(
  table.map(({ field, initial }) => [field, initial]),
) as unknown as Settings;

const fieldByKey: Record<string, keyof Settings> = Object.fromEntries(
  table.map(({ key, field }) => [key, field as keyof Settings]),
);

export function makeSettings(
  changed: Partial<Settings>,
  emit: (event: UiEvent) => void,
): { commands: Pick<Ipc, "settingsRead" | "settingsUpdate">; snapshot: () => SettingsSnapshot } {
  let current: SettingsSnapshot = {
    settings: { ...defaultSettings, ...changed },
    defaults: defaultSettings,
    keybindings: [],
    problems: [],
    settingsPath: "/home/ada/.config/tenon/settings.json",
    keybindingsPath: "/home/ada/.config/tenon/keybindings.json",
  };
  return {
    snapshot: () => current,
    commands: {
      settingsRead: async () => current,
      settingsUpdate: async ({ key, value }) => {
        const field = fieldByKey[key];
        if (!field) throw fault("invalid", `There is no setting ${key}.`, "docs/settings.md lists them.");
        const parsed: unknown = JSON.parse(value);
        const written = parsed === null ? defaultSettings[field] : parsed;
        current = { ...current, settings: { ...current.settings, [field]: written } };
        emit({ type: "settingsChanged", snapshot: current });
        return current;
      },
    },
  };
}
