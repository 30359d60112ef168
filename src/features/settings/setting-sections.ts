import type { SettingField } from "./setting-fields";

/** What the first words of keys are called. */
export const sections: Record<string, string> = {
  workbench: "Window",
  editor: "Editor",
  files: "Files",
  explorer: "Explorer",
  journal: "Journal",
  history: "Local history",
  terminal: "Terminal",
  secrets: "Secrets",
  session: "Session",
  backup: "Backups",
  notes: "Notes",
  problems: "Problems",
  sidecar: "Sidecar",
  embeddings: "Search by meaning",
  egress: "What may leave this machine",
};

export function sectionOf(field: SettingField): string {
  return field.key.slice(0, field.key.indexOf("."));
}
