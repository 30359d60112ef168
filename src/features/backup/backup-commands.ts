import type { BackupInfo } from "../../ipc/bindings";
import type { Command } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";

/** What a list says of a backup. */
export function detailOf(backup: BackupInfo): string {
  if (backup.problem !== null) return backup.problem;
  const folders = backup.workspaces.length === 1 ? "1 folder" : `${backup.workspaces.length} folders`;
  const by = backup.reason === "scheduled" ? "by itself" : "asked for";
  return `${folders}, ${by}, ${backup.withKey ? "with the keys" : "without the keys"}`;
}

function leftOutOf(backup: BackupInfo): string {
  return backup.leftOut.map(({ name, why }) => `${name}: ${why}`).join(" ");
}

/** Asks, and puts a backup back at the next start of the folder, which is open now. */
export async function putBack(frame: Frame, name: string): Promise<void> {
  const answer = await frame.dialogs.ask({
    title: "Put this backup back?",
    message:
      `Tenon's data of this and every other folder in ${name} becomes what it was then: ` +
      "history, unsaved text, layouts. Your files are not touched. What is there now is kept aside.",
    answers: [
      { id: "put", title: "Put Back" },
      { id: "cancel", title: "Cancel" },
    ],
    cancel: "cancel",
  });
  if (answer !== "put") return;
  const done = await frame.ipc.backupRestore({ name, dryRun: false, only: null });
  const left = leftOutOf(done.backup);
  frame.notify({
    level: left === "" ? "info" : "warn",
    message: done.atNextStart
      ? "The backup is put back when Tenon next opens this folder."
      : "The backup was put back.",
    ...(left === "" ? {} : { hint: `Left out: ${left}` }),
  });
}

export function backupCommands(frame: Frame): Command[] {
  const create = async (): Promise<void> => {
    const made = await frame.ipc.backupCreate({ to: null, withKey: false, profile: null });
    const left = leftOutOf(made);
    frame.notify({
      level: left === "" ? "info" : "warn",
      message: `The backup ${made.name} was made and proved. It does not carry the keys.`,
      hint: left === "" ? made.path : `Left out: ${left}`,
    });
  };
  const restore = async (): Promise<void> => {
    const { backups } = await frame.ipc.backupList({});
    if (backups.length === 0) {
      frame.notify({ level: "info", message: "There is no backup yet." });
      return;
    }
    const items = backups.map((backup) => ({
      id: backup.name,
      title: backup.name,
      detail: detailOf(backup),
    }));
    const chosen = await frame.dialogs.pick({ title: "Put which backup back?", items });
    if (chosen) await putBack(frame, chosen.id);
  };
  return [
    { id: "backup.create", title: "Backup: Back Up Now", run: create },
    { id: "backup.restore", title: "Backup: Put Back…", run: restore },
  ];
}
