/** The problems as the owner knows them: asked for at the start, and again whenever they change. */
import { createMemo, createSignal, type Accessor } from "solid-js";
import type { ProblemCounts, ProblemInfo, WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { pathKey } from "./problem-rows";

const NONE: ProblemCounts = { errors: 0, warnings: 0, infos: 0, leftOut: 0, unread: 0 };

export interface ProblemsStore {
  problems: Accessor<readonly ProblemInfo[]>;
  counts: Accessor<ProblemCounts>;
  of: Accessor<(path: WirePath) => readonly ProblemInfo[]>;
  /** What went wrong when they were last asked for. */
  fault: Accessor<unknown>;
  load: () => Promise<void>;
}

export function createProblemsStore(app: App): ProblemsStore {
  const [problems, setProblems] = createSignal<readonly ProblemInfo[]>([]);
  const [counts, setCounts] = createSignal(NONE);
  const [fault, setFault] = createSignal<unknown>();
  let asking = false;
  let again = false;
  const load = async (): Promise<void> => {
    // While an answer is on its way, one more question is enough for all news that come meanwhile.
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const answer = await app.ipc.problemList({});
      setProblems(answer.problems);
      setCounts(answer.counts);
      setFault(undefined);
    } catch (thrown) {
      setFault(thrown);
    } finally {
      asking = false;
    }
    if (again) {
      again = false;
      await load();
    }
  };
  app.on("problemsChanged", (event) => {
    setCounts(event.counts);
    void load();
  });
  // The problems of an owner go with it.
  app.on("ownerChanged", () => void load());
  void load();
  const byPath = createMemo(() => {
    const found = new Map<string, ProblemInfo[]>();
    for (const problem of problems()) {
      const key = pathKey(problem.path);
      const known = found.get(key);
      if (known) known.push(problem);
      else found.set(key, [problem]);
    }
    return found;
  });
  const none: readonly ProblemInfo[] = [];
  const of = createMemo(() => {
    const known = byPath();
    return (path: WirePath) => known.get(pathKey(path)) ?? none;
  });
  return { problems, counts, of, fault, load };
}
