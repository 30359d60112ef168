import type { Ipc } from "../client";
import type { ReplaceFile, ReplaceMatch, ReplaceParams } from "../search-types";
import type { FakeFiles } from "./files";
import type { FakeHistory } from "./history";
import { planOf, scan, textOf } from "./scan";

const bytesIn = (text: string): number => new TextEncoder().encode(text).length;

/** Replaces in memory, or tells what that would do; a file that is another than in its preview is left alone. */
export function makeReplace(files: FakeFiles, history: FakeHistory): Pick<Ipc, "searchReplace"> {
  return {
    searchReplace: async (params) => {
      const found = scan(files, { ...params.search, kinds: ["text"] }).map(({ path }) => path.path);
      const before = new Map<string, string>();
      const told = [...new Set(found)].flatMap((path): ReplaceFile[] => {
        const choice = params.files?.find((file) => file.path.path === path);
        if (params.files && !choice) return [];
        // The text stands for its own hash.
        const hash = textOf(files, path) ?? "";
        const { text, hits } = replaced(params, hash, new Set(choice?.without));
        const file: ReplaceFile = { path: { path }, hash, hits, done: false };
        if (choice && choice.hash !== hash) return [{ ...file, reason: "It changed since the preview." }];
        if (params.dryRun) return [file];
        before.set(path, hash);
        files.write(path, text);
        return [{ ...file, done: true }];
      });
      if (!params.dryRun) history.onUndo(() => before.forEach((text, path) => files.write(path, text)));
      return { files: told };
    },
  };
}

/** The text after replacing, and every match in it. */
function replaced(
  { search, replacement, keepCase }: ReplaceParams,
  text: string,
  without: Set<number>,
): { text: string; hits: ReplaceMatch[] } {
  const hits: ReplaceMatch[] = [];
  const lines = text.split("\n").map((line, index) =>
    line.replace(planOf(search).expression, (...found: (string | number)[]) => {
      const from = String(found[0]);
      const at = found.findLast((part) => typeof part === "number");
      const groups = replacement.replaceAll(/\$(\d)/g, (_all, n: string) => String(found[Number(n)] ?? ""));
      const made = search.syntax === "regex" ? groups : replacement;
      const to = keepCase ? likeCase(from, made) : made;
      hits.push({ line: index + 1, column: bytesIn(line.slice(0, at)) + 1, from, to });
      return without.has(hits.length - 1) ? from : to;
    }),
  );
  return { text: lines.join("\n"), hits };
}

function likeCase(old: string, made: string): string {
  if (old.length > 1 && old === old.toUpperCase()) return made.toUpperCase();
  const first = old.charAt(0);
  return first === first.toUpperCase() ? made.charAt(0).toUpperCase() + made.slice(1) : made;
}
