import type { BackupInfo } from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";

type Names = "backupCreate" | "backupList" | "backupRestore";

export interface FakeBackups {
  commands: Pick<Ipc, Names>;
  /** The last one first. */
  kept: BackupInfo[];
}

export function makeBackups(): FakeBackups {
  const folder = "/home/ada/.local/share/tenon/backups";
  const kept: BackupInfo[] = [];
  const commands: FakeBackups["commands"] = {
    backupCreate: async ({ to, withKey }) => {
      const name = `2026-11-21T00-00-0${kept.length}Z`;
      const made: BackupInfo = {
        name,
        path: `${to ?? folder}/${name}`,
        madeAt: Date.UTC(2026, 10, 21) + kept.length,
        reason: "asked",
        withKey,
        size: 65_536,
        workspaces: [],
        leftOut: [],
        problem: null,
      };
      kept.unshift(made);
      return made;
    },
    backupList: async () => ({ backups: kept, folder }),
    backupRestore: async ({ name, dryRun }) => {
      const backup = kept.find((other) => other.name === name);
      if (!backup) throw fault("notFound", `There is no backup ${name}.`);
      return { backup, files: [], aside: null, dryRun, atNextStart: true };
    },
  };
  return { commands, kept };
}
