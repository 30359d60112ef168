import type { QuickProvider } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";

/** `:line` or `:line:column` in the active editor. */
export function lineProvider(frame: Frame): QuickProvider {
  return {
    prefix: ":",
    title: "Line in this file, with :column",
    search: (query) => {
      const [, line, column] = /^(\d+)(?::(\d+))?$/.exec(query) ?? [];
      if (line === undefined || !frame.registry.runnable("editor.goToLine")) return [];
      const place = { line: Number(line), ...(column === undefined ? {} : { column: Number(column) }) };
      const title = column === undefined ? `Go to line ${line}` : `Go to line ${line}, column ${column}`;
      return [{ id: "line", title, run: () => frame.commands.run("editor.goToLine", place) }];
    },
  };
}
