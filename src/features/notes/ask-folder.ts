/** Asks in which folder a new note comes to lie. */
import type { WirePath } from "../../ipc/bindings";
import type { App, PickItem } from "../../kernel/app";
import { matchText } from "../../kernel/match-text";
import { visiblePath } from "../../ui/visible-name";
import { keyOf, noteInFront } from "./note-path";

/** What keeps the folders that were chosen, the last one first. */
const KEPT = "notes.folders";
const MOST_KEPT = 20;

function lately(app: App): string[] {
  const kept = app.sidebarState(KEPT);
  return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
}

/** The folder of the settings first, then those chosen lately, then the others in their order. */
export function ordered(
  folders: readonly WirePath[],
  usual: WirePath | null,
  recent: readonly string[],
): WirePath[] {
  const first = usual === null ? recent : [keyOf(usual), ...recent];
  const rank = (folder: WirePath): number => {
    const at = first.indexOf(keyOf(folder));
    return at < 0 ? first.length : at;
  };
  return [...folders].sort((a, b) => rank(a) - rank(b));
}

/** A path of folders as it can be made; nothing where it could not be one of this workspace. */
function written(text: string): string | undefined {
  const parts = text.split("/").map((part) => part.trim());
  const kept = parts.filter((part) => part !== "");
  return kept.length > 0 && kept.every((part) => !part.startsWith(".")) ? kept.join("/") : undefined;
}

/** The chosen folder; nothing where nobody chose. A workspace with one folder is not asked about. */
export async function askFolder(app: App): Promise<WirePath | undefined> {
  const { folders, usual, problems } = await app.ipc.noteFolders({ from: noteInFront(app) ?? null });
  for (const message of problems) app.notify({ level: "warn", message });
  const [first, ...others] = ordered(folders, usual, lately(app));
  const workspace = app.workspace()?.name ?? "This folder";
  const whole = (folder: WirePath): WirePath => (folder.path === "" ? { path: "." } : folder);
  if (!first || others.length === 0) return whole(first ?? { path: "" });
  const all = [first, ...others];
  const recent = lately(app);
  const detailOf = (folder: WirePath): string => {
    if (usual && keyOf(folder) === keyOf(usual)) return "as the vault's settings say";
    return recent.includes(keyOf(folder)) ? "chosen lately" : "";
  };
  const items: PickItem[] = all.map((folder) => ({
    id: keyOf(folder),
    title: folder.path === "" ? workspace : visiblePath(folder.path),
    detail: detailOf(folder),
  }));
  const search = (query: string): Promise<PickItem[]> => {
    const found = items.flatMap((item) => {
      const positions = matchText(item.title, query);
      return positions ? [{ ...item, positions }] : [];
    });
    const path = written(query);
    const isThere = path === undefined || folders.some((folder) => folder.path === path);
    const make = { id: `new:${path ?? ""}`, title: `New folder ${visiblePath(path ?? "")}`, detail: "" };
    return Promise.resolve(isThere ? found : [...found, make]);
  };
  const picked = await app.dialogs.pick({
    title: "In which folder?",
    placeholder: "A folder of notes, or the path of a new one",
    items,
    search,
  });
  if (!picked) return undefined;
  const folder = picked.id.startsWith("new:")
    ? { path: picked.id.slice("new:".length) }
    : all.find((each) => keyOf(each) === picked.id);
  if (!folder) return undefined;
  const key = keyOf(folder);
  app.keepSidebarState(KEPT, [key, ...recent.filter((other) => other !== key)].slice(0, MOST_KEPT));
  return whole(folder);
}
