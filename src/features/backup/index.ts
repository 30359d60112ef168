/** Backups: made from the palette, put back from a list, and a notice when one cannot be made. */
import type { Frame } from "../../kernel/frame";
import { backupCommands, putBack } from "./backup-commands";

export function installBackup(frame: Frame): void {
  frame.commands.register(backupCommands(frame));
  frame.on("backupFailed", ({ error }) => {
    const retry = { title: "Try Again", run: () => frame.commands.run("backup.create") };
    const hint = error.hint ?? undefined;
    frame.notify({
      level: "warn",
      message: `No whole backup could be made: ${error.message}`,
      ...(hint === undefined ? {} : { hint }),
      actions: [retry],
    });
  });
  const damage = frame.boot.restored.damage;
  if (!damage) return;
  const name = damage.backup;
  frame.notify({
    level: "warn",
    message: "The data of this folder was damaged. What is whole was saved.",
    hint: `The damaged file is kept in ${damage.aside}.`,
    actions: [
      { title: "Details", run: () => frame.commands.run("restore.show") },
      ...(name === null ? [] : [{ title: "Put Last Backup Back", run: () => putBack(frame, name) }]),
    ],
  });
}
