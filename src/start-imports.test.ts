import { expect, it } from "vitest";

const sources = import.meta.glob<string>(["./**/*.{ts,tsx}", "!./**/*.test.*", "!./testing/**"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** What the module at `from` means by `name`, when that is a module of ours. */
function resolve(from: string, name: string): string | undefined {
  if (!name.startsWith(".")) return undefined;
  const { pathname } = new URL(name, `file:///${from.slice(2)}`);
  const endings = [".ts", ".tsx", "/index.ts", "/index.tsx"];
  return endings.map((ending) => `.${pathname}${ending}`).find((path) => path in sources);
}

/** The modules that are read before anything runs: those that `start` reaches without a dynamic import. */
function readAtStart(start: string): Set<string> {
  const read = new Set([start]);
  for (const path of read) {
    const text = sources[path] ?? "";
    for (const [, name] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)";$/gm)) {
      const found = resolve(path, name ?? "");
      if (found) read.add(found);
    }
  }
  return read;
}

/** What is drawn only once somebody asks for it. */
const later = [
  "context/context-panel",
  "editor/binary-view",
  "editor/compare-view",
  "editor/image-view",
  "editor/large-view",
  "graph/graph-panel",
  "graph/graph-sidebar",
  "help/shortcuts-panel",
  "history/history-panel",
  "history/restore-panel",
  "log/log-panel",
  "outline/outline-panel",
  "settings/settings-panel",
  "tasks/board-panel",
  "tasks/tasks-panel",
  "terminal/terminal-panel",
  "timeline/timeline-panel",
].map((name) => `./features/${name}.tsx`);

it("the first picture waits for no panel that is opened on demand", () => {
  const read = readAtStart("./start.ts");
  expect(read.has("./kernel/dock/dock.tsx"), "the walk reaches what is needed").toBe(true);
  const onDemand = Object.entries(sources).flatMap(([path, text]) =>
    [...text.matchAll(/import\("([^"]+)"\)/g)].flatMap(([, name]) => resolve(path, name ?? "") ?? []),
  );
  expect(later.filter((path) => !onDemand.includes(path))).toEqual([]);
  const early = onDemand.filter((path) => path !== "./start.ts" && read.has(path));
  expect(early, "read at the start all the same").toEqual([]);
});
