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
/** The defaults of the core. */
export const defaultSettings: Settings = {
  theme: "dark",
  zoom: 1,
  editorFontSize: 12.5,
  editorWordWrap: false,
  editorTabSize: 4,
  editorInsertSpaces: true,
  editorLineNumbers: true,
  editorSecrets: true,
  editorLargeFileMib: 256,
  autoSave: "off",
  autoSaveDelay: 1_000,
  explorerShowIgnored: true,
  secretsRules: [],
  secretsAllow: [],
  terminalShell: "",
  terminalFontSize: 12.5,
  terminalScrollback: 10_000,
  terminalRenderer: "auto",
  terminalCommandsToSkipShell: [
    "palette.commands",
    "palette.files",
    "view.nextPlace",
    "view.previousPlace",
    "view.toggleSidebar",
    "view.toggleBottom",
    "terminal.copy",
    "terminal.paste",
    "terminal.find",
    "terminal.new",
    "terminal.toggle",
  ],
  sidecarEnabled: true,
  sidecarPort: 9400,
};

const fieldByKey: Record<string, keyof Settings> = {
  "workbench.theme": "theme",
  "workbench.zoom": "zoom",
  "editor.fontSize": "editorFontSize",
  "editor.wordWrap": "editorWordWrap",
  "editor.tabSize": "editorTabSize",
  "editor.insertSpaces": "editorInsertSpaces",
  "editor.lineNumbers": "editorLineNumbers",
  "editor.secrets": "editorSecrets",
  "editor.largeFileMiB": "editorLargeFileMib",
  "files.autoSave": "autoSave",
  "files.autoSaveDelay": "autoSaveDelay",
  "explorer.showIgnored": "explorerShowIgnored",
  "terminal.shell": "terminalShell",
  "terminal.fontSize": "terminalFontSize",
  "terminal.scrollback": "terminalScrollback",
  "terminal.renderer": "terminalRenderer",
  "terminal.commandsToSkipShell": "terminalCommandsToSkipShell",
  "secrets.rules": "secretsRules",
  "secrets.allow": "secretsAllow",
  "sidecar.enabled": "sidecarEnabled",
  "sidecar.port": "sidecarPort",
};

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
