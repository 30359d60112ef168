/** Scripts of the folder: found by the owner, picked here, run in terminals that are named after them. */
import type { ScriptInfo } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { scriptProvider } from "./script-provider";

/** The size of a terminal until its panel has measured it. */
const SIZE = { cols: 120, rows: 30 };

/** What a script is given; nothing when the person gave up. */
async function argumentsOf(app: App, { name, parameters }: ScriptInfo): Promise<string[] | undefined> {
  const given: string[] = [];
  for (const parameter of parameters) {
    // What has a default keeps it, and so does all that stands behind: arguments go by their order.
    if (parameter.default !== null) break;
    const value = await app.dialogs.input({
      title: `${name}: ${parameter.name}`,
      placeholder: parameter.many ? "Several words, with blanks between them" : "One value",
      validate: (text) => (text.trim() === "" ? "It has to be given." : undefined),
    });
    if (value === undefined) return undefined;
    given.push(...(parameter.many ? value.trim().split(/\s+/) : [value]));
  }
  return given;
}

export function installScripts(app: App): void {
  /** What ran last in this window, with what it was given. */
  let last: { id: string; arguments: string[] } | undefined;
  const start = async (run: { id: string; arguments: string[] }): Promise<void> => {
    await app.ipc.scriptRun({ ...run, ...SIZE });
    last = run;
  };
  const pick = (): Promise<void> => app.commands.run("palette.show", "!");
  const enabled = (): boolean => app.workspace() !== null;

  app.addQuickProvider(scriptProvider(app.ipc, (script) => app.commands.run("scripts.start", script)));
  app.commands.register(
    [
      { id: "scripts.run", title: "Terminal: Run Script…", enabled, run: pick },
      {
        id: "scripts.again",
        title: "Terminal: Run Last Script Again",
        enabled,
        run: () => (last ? start(last) : pick()),
      },
      {
        id: "scripts.start",
        title: "Terminal: Run a Script",
        internal: true,
        run: async (chosen) => {
          const script = chosen as ScriptInfo;
          const given = await argumentsOf(app, script);
          if (given) await start({ id: script.id, arguments: given });
        },
      },
    ],
    [
      { menu: "menubar.terminal", group: "2", command: "scripts.run", title: "Run Script…" },
      { menu: "menubar.terminal", group: "2", command: "scripts.again", title: "Run Last Script Again" },
    ],
  );
}
