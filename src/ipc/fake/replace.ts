import type { Ipc } from "../client";
import type { ReplaceHit, ReplacePreview, SearchQuery, Skipped } from "../search-types";
import { fault } from "./fault";
import type { FakeFiles } from "./files";
import type { FakeHistory } from "./history";
import { planOf, scan, textOf } from "./scan";

interface Kept {
  preview: ReplacePreview;
  /** The texts as they were seen. */
  texts: Map<string, string>;
}

/** Previews and replaces in memory; a file that changed after its preview is left alone. */
export function makeReplace(
  files: FakeFiles,
  history: FakeHistory,
): Pick<Ipc, "searchReplacePreview" | "searchReplaceApply"> {
  const kept = new Map<string, Kept>();
  let next = 1;
  return {
    searchReplacePreview: async ({ search, replacement, preserveCase }) => {
      const token = `replace-${next++}`;
      const hits = new Map<string, ReplaceHit[]>();
      for (const { path, line, text, ranges } of scan(files, { ...search, kinds: ["text"] })) {
        const replaced = replacedLine(search, text, replacement, preserveCase);
        hits.set(path.path, [...(hits.get(path.path) ?? []), { line, ranges, text, replaced }]);
      }
      const found = [...hits].map(([path, of]) => ({ path: { path }, hits: of }));
      const preview: ReplacePreview = { token, files: found, skipped: [] };
      const texts = new Map(found.map(({ path }) => [path.path, textOf(files, path.path) ?? ""]));
      kept.set(token, { preview, texts });
      return preview;
    },
    searchReplaceApply: async ({ token, leaveOut }) => {
      const found = kept.get(token);
      if (!found) throw fault("notFound", "This preview is no longer held.", "Look again.");
      kept.delete(token);
      const skipped: Skipped[] = [];
      const before = new Map<string, string>();
      let count = 0;
      for (const { path, hits } of found.preview.files) {
        const out = leaveOut.find((left) => left.path.path === path.path);
        const wanted = hits.filter(({ line }) => !out || (out.lines && !out.lines.includes(line)));
        if (wanted.length === 0) continue;
        const text = textOf(files, path.path);
        if (text === undefined || text !== found.texts.get(path.path)) {
          skipped.push({ path, reason: "changed meanwhile" });
          continue;
        }
        const lines = text.split("\n");
        for (const { line, replaced } of wanted) lines[line - 1] = replaced;
        before.set(path.path, text);
        files.write(path.path, lines.join("\n"));
        count += wanted.length;
      }
      history.onUndo(() => before.forEach((text, path) => files.write(path, text)));
      return { files: before.size, hits: count, skipped };
    },
  };
}

function replacedLine(search: SearchQuery, text: string, replacement: string, preserve: boolean): string {
  return text.replace(planOf(search).expression, (...found: string[]) => {
    const groups = replacement.replaceAll(/\$(\d)/g, (_all, n: string) => found[Number(n)] ?? "");
    const made = search.syntax === "regex" ? groups : replacement;
    return preserve ? likeCase(found[0] ?? "", made) : made;
  });
}

function likeCase(old: string, made: string): string {
  if (old.length > 1 && old === old.toUpperCase()) return made.toUpperCase();
  const first = old.charAt(0);
  return first === first.toUpperCase() ? made.charAt(0).toUpperCase() + made.slice(1) : made;
}
