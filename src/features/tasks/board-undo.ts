/** Taking a move back exactly: the files that it wrote get the bytes again that they had before it. */
import type { HistoryVersion, TaskBoard, WirePath } from "../../ipc/bindings";
import type { Ipc } from "../../ipc/client";
import type { App } from "../../kernel/app";

/** A file that a move wrote, by its versions in the local history. */
export interface Written {
  path: string;
  before: number;
  after: number;
}

/** The files that differ: the moved one, and those of tasks that made room for it. */
function pathsOf(moved: string, before: TaskBoard, after: TaskBoard): string[] {
  const known = new Map(before.tasks.map((task) => [task.path, task]));
  return after.tasks.flatMap((task) => {
    const was = known.get(task.path);
    const isOther = task.path === moved ? JSON.stringify(was) !== JSON.stringify(task) : false;
    return isOther || (was && was.ordinal !== task.ordinal) ? [task.path] : [];
  });
}

async function versionsOf(ipc: Ipc, path: string): Promise<HistoryVersion[]> {
  const { versions } = await ipc.historyList({ path: { path } });
  return versions.filter(({ onDisk }) => onDisk);
}

/**
 * What a move wrote that was just done, by the boards before and after it. Nothing where the local history does
 * not know each of the files before the move: then it cannot be taken back exactly.
 */
export async function writtenBy(
  ipc: Ipc,
  moved: string,
  before: TaskBoard,
  after: TaskBoard,
): Promise<Written[] | undefined> {
  const files = await Promise.all(
    pathsOf(moved, before, after).map(async (path): Promise<Written | undefined> => {
      const [now, then] = await versionsOf(ipc, path);
      const isKept = then?.state === "kept" || then?.state === "git";
      // Another kind says that something else wrote it meanwhile.
      if (!now || !then || now.kind !== "save" || !isKept) return undefined;
      return { path, before: then.id, after: now.id };
    }),
  );
  const known = files.filter((file) => file !== undefined);
  return known.length === files.length && known.length > 0 ? known : undefined;
}

function hasUnsaved(app: App, paths: ReadonlySet<string>): boolean {
  return app.workbench.panels("editor").some((panel) => {
    const { path } = panel.state() as { path: WirePath | null };
    return path !== null && paths.has(path.path) && panel.dirty();
  });
}

/** Whether two versions hold the same bytes, as after a later move that was taken back. */
async function isSame(ipc: Ipc, one: number | undefined, other: number): Promise<boolean> {
  if (one === undefined || one === other) return one === other;
  const read = async (id: number): Promise<string> => {
    const bytes = await ipc.historyRead({ path: null, at: null, id });
    return new TextDecoder("latin1").decode(new Uint8Array(bytes as ArrayBuffer));
  };
  return (await read(one)) === (await read(other));
}

/** Gives the files their bytes back, unless one of them was written since the move. Answers whether it did. */
export async function takeBack(app: App, written: readonly Written[]): Promise<boolean> {
  if (hasUnsaved(app, new Set(written.map(({ path }) => path)))) return false;
  const still = await Promise.all(
    written.map(async ({ path, after }) =>
      isSame(app.ipc, (await versionsOf(app.ipc, path))[0]?.id, after).catch(() => false),
    ),
  );
  if (still.includes(false)) return false;
  for (const { path, before } of written) {
    const { files } = await app.ipc.historyRestore({ path: { path }, at: null, id: before, dryRun: false });
    const fault = files.find(({ error }) => error !== null)?.error;
    if (fault) throw fault;
  }
  return true;
}
