/** What is meant by "this": what was clicked, or what is in front. */
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";

export interface Meant {
  of: string;
  name: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const isPath = (value: unknown): value is WirePath => isObject(value) && typeof value["path"] === "string";

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1) || path;

/** A Markdown file may be a task, which is known by its id. */
async function meantByPath(app: App, path: WirePath): Promise<Meant | undefined> {
  if (path.pathBytes || path.path === "") return undefined;
  const name = nameOf(path.path);
  if (!/\.(md|markdown)$/i.test(path.path)) return { of: `file:${path.path}`, name };
  const task = (await app.ipc.taskList({ places: ["active", "completed", "archived"] })).tasks.find(
    (each) => each.path === path.path,
  );
  return task?.id ? { of: `task:${task.id}`, name: task.id } : { of: `note:${path.path}`, name };
}

/** What a menu or a command was given. */
async function meantBy(app: App, target: unknown): Promise<Meant | undefined> {
  if (typeof target === "string") return /^[a-z]+:./.test(target) ? { of: target, name: target } : undefined;
  if (!isObject(target)) return undefined;
  // A task of the list or the board.
  if ("dependsOn" in target && typeof target["id"] === "string")
    return { of: `task:${target["id"]}`, name: target["id"] };
  // A command of the history, and one in a terminal.
  if (typeof target["command"] === "string" && typeof target["id"] === "string")
    return { of: `run:${target["id"]}`, name: target["command"].split("\n")[0] ?? "" };
  if (typeof target["run"] === "string") return { of: `run:${target["run"]}`, name: "Command" };
  // A row of the tree.
  if (isObject(target["entry"]) && isPath(target["entry"]["path"]))
    return meantByPath(app, target["entry"]["path"]);
  if (isPath(target)) return meantByPath(app, target);
  if (isPath(target["path"])) return meantByPath(app, target["path"]);
  // A panel.
  const state = typeof target["state"] === "function" ? (target["state"] as () => unknown)() : undefined;
  return isObject(state) && isPath(state["path"]) ? meantByPath(app, state["path"]) : undefined;
}

/** What was clicked, else what the panel in front of the centre shows. */
export async function findMeant(app: App, target: unknown): Promise<Meant | undefined> {
  const front = app.workbench.active("center");
  return (
    (await meantBy(app, target)) ??
    (await meantBy(app, front)) ??
    // A panel such as the board tells which of its things is chosen.
    meantBy(app, front?.subject())
  );
}
