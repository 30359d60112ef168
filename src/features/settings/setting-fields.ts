import type { Settings } from "../../ipc/bindings";
import { embeddingFields } from "./embedding-fields";
import { choice, pixels, whole, type FieldKind } from "./field-kind";
import { terminalFields } from "./terminal-fields";

export interface SettingField {
  /** As `settings.json` names it. */
  key: string;
  field: keyof Settings;
  title: string;
  about: string;
  kind: FieldKind;
}

/** Every setting, in the order of the form; the first word of a key is its section. Defaults come from the core. */
export const settingFields: SettingField[] = [
  {
    key: "workbench.theme",
    field: "theme",
    title: "Theme",
    about: "The colours of the window.",
    kind: choice(["dark", "Dark"], ["light", "Light"], ["system", "As the System"]),
  },
  {
    key: "workbench.zoom",
    field: "zoom",
    title: "Zoom",
    about: "The size of everything.",
    kind: { type: "number", least: 0.5, most: 3, whole: false },
  },
  {
    key: "editor.fontSize",
    field: "editorFontSize",
    title: "Font size",
    about: "The size of code.",
    kind: pixels,
  },
  {
    key: "editor.hotExit",
    field: "editorHotExit",
    title: "Hot exit",
    about: "Close the window without a question about unsaved text, which comes back at the next start.",
    kind: { type: "switch" },
  },
  {
    key: "editor.wordWrap",
    field: "editorWordWrap",
    title: "Word wrap",
    about: "Wrap long lines at the edge.",
    kind: { type: "switch" },
  },
  {
    key: "editor.tabSize",
    field: "editorTabSize",
    title: "Tab size",
    about:
      "Columns of a step of indentation in new files; a file's own indentation and .editorconfig go first.",
    kind: whole(1, 16),
  },
  {
    key: "editor.insertSpaces",
    field: "editorInsertSpaces",
    title: "Insert spaces",
    about: "Indent new files with blanks, not tabs.",
    kind: { type: "switch" },
  },
  {
    key: "editor.lineNumbers",
    field: "editorLineNumbers",
    title: "Line numbers",
    about: "Show line numbers.",
    kind: { type: "switch" },
  },
  {
    key: "editor.secrets",
    field: "editorSecrets",
    title: "Mark secrets",
    about: "Underline keys, tokens and passwords in the text while it is written.",
    kind: { type: "switch" },
  },
  {
    key: "editor.largeFileMiB",
    field: "editorLargeFileMib",
    title: "Large files",
    about: "Above this size a text is shown in parts, read-only.",
    kind: whole(1, 512, "MiB"),
  },
  {
    key: "files.autoSave",
    field: "autoSave",
    title: "Save automatically",
    about: "When files are saved without being asked.",
    kind: choice(
      ["off", "Never"],
      ["afterDelay", "After a delay"],
      ["onFocusChange", "When the editor loses the focus"],
      ["onWindowChange", "When the window loses the focus"],
    ),
  },
  {
    key: "files.autoSaveDelay",
    field: "autoSaveDelay",
    title: "Delay of saving",
    about: "How long “After a delay” waits after the last key.",
    kind: whole(100, 60_000, "milliseconds"),
  },
  {
    key: "explorer.showIgnored",
    field: "explorerShowIgnored",
    title: "Show ignored files",
    about: "Show files that ignore files leave out, dimmed.",
    kind: { type: "switch" },
  },
  {
    key: "journal.exclude",
    field: "journalExclude",
    title: "Files that the journal leaves out",
    about: "Patterns as in ignore files, one on each line. Work in these files is kept all the same.",
    kind: { type: "lines" },
  },
  {
    key: "history.maxMegabytes",
    field: "historyMaxMegabytes",
    title: "Room for local history",
    about:
      "How many MiB the local history of a folder may take; the oldest versions go first, pinned ones stay.",
    kind: { type: "number", least: 1, most: 1048576, whole: true, unit: "MiB" },
  },
  ...terminalFields,
  {
    key: "secrets.rules",
    field: "secretsRules",
    title: "Rules of your own",
    about:
      "How more secrets are found: a list of {id, kind, expression, match, mustNot}, the expression in RE2's syntax, with texts that it finds and texts in which it finds nothing.",
    kind: { type: "json" },
  },
  {
    key: "secrets.allow",
    field: "secretsAllow",
    title: "What is no secret",
    about:
      "A list of {rule, path}: what a rule finds, what stands in files that a glob fits, or the one in the other.",
    kind: { type: "json" },
  },
  {
    key: "session.perBranch",
    field: "sessionPerBranch",
    title: "Tabs for each branch",
    about: "When another git branch is checked out, its tabs take the place of those before.",
    kind: { type: "switch" },
  },
  {
    key: "backup.enabled",
    field: "backupEnabled",
    title: "Enabled",
    about: "Make backups of Tenon's data by itself.",
    kind: { type: "switch" },
  },
  {
    key: "backup.everyHours",
    field: "backupEveryHours",
    title: "Interval",
    about: "How old the last backup may get before the next is made.",
    kind: whole(1, 720, "hours"),
  },
  {
    key: "backup.keep",
    field: "backupKeep",
    title: "Kept",
    about: "How many backups that Tenon made by itself are kept.",
    kind: whole(1, 365),
  },
  {
    key: "sidecar.enabled",
    field: "sidecarEnabled",
    title: "Enabled",
    about: "Start the machine-learning sidecar.",
    kind: { type: "switch" },
  },
  {
    key: "sidecar.port",
    field: "sidecarPort",
    title: "Port",
    about: "The sidecar's port on 127.0.0.1; another one is taken when it is not free.",
    kind: whole(1_024, 65_535),
  },
  {
    key: "notes.remotePictures",
    field: "notesRemotePictures",
    title: "Pictures of other machines",
    about:
      "Servers from which pictures in notes are fetched without a press, one on each line, such as example.org or *.example.org. All others wait until you press Load.",
    kind: { type: "lines" },
  },
  {
    key: "egress.engines",
    field: "egressEngines",
    title: "Engines on this machine",
    about:
      "Servers that the sidecar may ask, one on each line, such as http://127.0.0.1:11434 for Ollama. Nothing else can be reached from it.",
    kind: { type: "lines" },
  },
  ...embeddingFields,
];
