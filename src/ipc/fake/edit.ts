import type { SearchEditedFile, SearchEditPart } from "../bindings";
import type { Ipc } from "../client";
import type { FakeFiles } from "./files";
import type { FakeHistory } from "./history";
import { textOf } from "./scan";

/** Writes edited lines in memory; a file whose lines are others by now is left alone. */
export function makeEdit(files: FakeFiles, history: FakeHistory): Pick<Ipc, "searchEdit"> {
  return {
    searchEdit: async (params) => {
      const before = new Map<string, string>();
      const told = params.files.map(({ path, parts }): SearchEditedFile => {
        const text = textOf(files, path.path);
        const made = text === undefined ? undefined : edited(text.split("\n"), parts);
        if (text === undefined || made === undefined)
          return { path, done: false, reason: "It changed since it was shown." };
        before.set(path.path, text);
        files.write(path.path, made.join("\n"));
        return { path, done: true };
      });
      if (before.size > 0) history.onUndo(() => before.forEach((text, path) => files.write(path, text)));
      return { restore: before.size > 0 ? 1 : null, files: told };
    },
  };
}

function edited(lines: string[], parts: SearchEditPart[]): string[] | undefined {
  const made: string[] = [];
  let at = 0;
  for (const { line, before, after } of parts) {
    const there = lines.slice(line - 1, line - 1 + before.length);
    if (there.join("\n") !== before.join("\n")) return undefined;
    made.push(...lines.slice(at, line - 1), ...after);
    at = line - 1 + before.length;
  }
  return [...made, ...lines.slice(at)];
}
