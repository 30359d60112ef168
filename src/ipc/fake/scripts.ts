import type { ProblemInfo, ScriptInfo, UiEvent } from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";
import type { FakeTerminals } from "./terminals";

export interface FakeScripts {
  commands: Pick<Ipc, "scriptList" | "scriptRun" | "problemList" | "problemClear">;
  scripts: ScriptInfo[];
  add: (part: Partial<ScriptInfo> & Pick<ScriptInfo, "id" | "name">) => ScriptInfo;
  /** What ran, with what it was given. */
  ran: { id: string; arguments: string[] }[];
  /** Files that could not be read, by their sentences. */
  faults: string[];
  /** Has programs tell of these problems, and of no others. */
  tell: (problems: (Partial<ProblemInfo> & { message: string })[]) => void;
}

/** Scripts that run in a terminal each, and problems as they are told. */
export function makeScripts(terminals: FakeTerminals, emit: (event: UiEvent) => void): FakeScripts {
  const scripts: ScriptInfo[] = [];
  const ran: FakeScripts["ran"] = [];
  const faults: string[] = [];
  const own = new Map<string, string>();
  let problems: ProblemInfo[] = [];
  const count = (severity: ProblemInfo["severity"]): number =>
    problems.filter((problem) => problem.severity === severity).length;
  const counts = () => ({
    errors: count("error"),
    warnings: count("warning"),
    infos: count("info"),
    leftOut: 0,
    unread: 0,
  });
  const changed = (): void => emit({ type: "problemsChanged", counts: counts() });
  const commands: FakeScripts["commands"] = {
    scriptList: async () => ({
      scripts: [...scripts],
      faults: faults.map((message) => ({ file: { path: "package.json" }, line: 1, message })),
      more: false,
    }),
    scriptRun: async ({ id, arguments: given, cols, rows }) => {
      const script = scripts.find((other) => other.id === id);
      if (!script) throw fault("notFound", `There is no script "${id}".`);
      ran.push({ id, arguments: given });
      const { terminals: running } = await terminals.commands.terminalList({});
      const before = running.find((terminal) => terminal.id === own.get(id));
      const start = { restore: null, cwd: null, name: script.name, cols, rows };
      const terminal = before ?? (await terminals.commands.terminalStart(start));
      own.set(id, terminal.id);
      emit({ type: "scriptStarted", script, terminal });
      return { script, terminal, reused: before !== undefined };
    },
    problemList: async () => ({ problems: [...problems], counts: counts() }),
    problemClear: async () => {
      problems = [];
      changed();
      return {};
    },
  };
  return {
    commands,
    scripts,
    ran,
    faults,
    add: (part) => {
      const script: ScriptInfo = {
        tool: "npm",
        file: { path: "package.json" },
        line: 1,
        folder: { path: "" },
        command: `npm run ${part.name}`,
        detail: null,
        parameters: [],
        ...part,
      };
      scripts.push(script);
      return script;
    },
    tell: (told) => {
      problems = told.map((part) => ({
        path: { path: "a.txt" },
        line: 1,
        column: null,
        endColumn: null,
        severity: "error",
        code: null,
        source: "cc",
        command: "make",
        script: null,
        run: "run-1",
        terminal: "terminal-1",
        ...part,
      }));
      changed();
    },
  };
}
