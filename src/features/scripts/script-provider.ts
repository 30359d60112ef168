/** The scripts of the folder in the palette. */
import { createSignal } from "solid-js";
import type { ScriptInfo, ScriptList } from "../../ipc/bindings";
import type { Ipc } from "../../ipc/client";
import type { QuickItem, QuickProvider } from "../../kernel/app";
import { matchScore, matchText } from "../../kernel/match-text";
import { visibleText } from "../../ui/visible-name";

/** The files are looked through at most so often while somebody types. */
const FRESH_MS = 3_000;

/** Whose it is, where it runs, and what it does. */
export function detailOf({ tool, folder, detail, command }: ScriptInfo): string {
  const parts = [tool, folder.path, detail ?? command];
  return visibleText(parts.filter(Boolean).join(" · "));
}

/** Scripts whose name, or folder and name, fit; the best first, and as they were found among equals. */
export function rankScripts(scripts: readonly ScriptInfo[], query: string): QuickItemOf[] {
  const found = scripts.flatMap((script) => {
    const positions = matchText(script.name, query);
    if (positions) return [{ script, positions, score: matchScore(script.name, positions) + 1 }];
    const anywhere = matchText(`${script.tool} ${script.id}`, query);
    return anywhere ? [{ script, positions: [], score: 0 }] : [];
  });
  if (query !== "") found.sort((a, b) => Math.round(b.score - a.score));
  return found;
}

interface QuickItemOf {
  script: ScriptInfo;
  positions: number[];
}

export function scriptProvider(
  ipc: Pick<Ipc, "scriptList">,
  start: (script: ScriptInfo) => Promise<void>,
  now: () => number = Date.now,
): QuickProvider {
  let known: { at: number; list: Promise<ScriptList> } | undefined;
  const list = (): Promise<ScriptList> => {
    if (known && now() - known.at < FRESH_MS) return known.list;
    const asked = ipc.scriptList({});
    known = { at: now(), list: asked };
    // One that failed is asked for again.
    asked.catch(() => (known = undefined));
    return asked;
  };
  const [told, setTold] = createSignal("");
  return {
    prefix: "!",
    title: "Scripts",
    about: told,
    search: async (query) => {
      const { scripts, faults, more } = await list();
      const read = sentence(
        scripts.length,
        faults.map(({ message }) => message),
        more,
      );
      setTold(read);
      return rankScripts(scripts, query).map(({ script, positions }): QuickItem => ({
        id: script.id,
        title: script.name,
        positions,
        detail: detailOf(script),
        run: () => start(script),
      }));
    },
  };
}

/** What is to be read below the list. */
function sentence(count: number, faults: readonly string[], more: boolean): string {
  if (faults.length > 0) return faults.join(" · ");
  if (more) return "There are more scripts than are listed.";
  if (count > 0) return "";
  return "No script was found in a package.json, Makefile, Cargo.toml, pyproject.toml, justfile or in scripts/*.sh.";
}
