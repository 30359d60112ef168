import type { GitMark } from "../../ipc/bindings";
import type { Ipc } from "../../ipc/client";
import type { OpenDocument } from "./open-document";

/** Wait so long after the last edit before asking which lines differ. */
const PAUSE_MS = 400;

export interface GitMarksFollower {
  /** Asks now; a second question while one is open is asked afterwards. */
  refresh: () => void;
  /** Asks after a pause in typing. */
  soon: () => void;
  stop: () => void;
}

/** Keeps the marks of one document; a question that fails leaves those that are there. */
export function makeGitMarks(
  ipc: Pick<Ipc, "gitMarks">,
  document: Pick<OpenDocument, "doc" | "flush" | "fault">,
  show: (marks: GitMark[]) => void,
): GitMarksFollower {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let again = false;
  let stopped = false;

  const ask = async (): Promise<void> => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      await document.flush();
      const { marks } = await ipc.gitMarks({ doc: document.doc });
      if (!stopped && !again) show(marks);
    } catch {
      // No repository, or a document that is just closing: the gutter stays as it is.
    }
    asking = false;
    if (again && !stopped) {
      again = false;
      await ask();
    }
  };
  const cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    refresh: () => {
      cancel();
      void ask();
    },
    soon: () => {
      cancel();
      timer = setTimeout(() => void ask(), PAUSE_MS);
    },
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
