import type { TaskInfo } from "../bindings";
import type { FakeFiles } from "./files";
import type { FakeHistory } from "./history";

export interface MovedTasks {
  textOf: (path: string) => string | undefined;
  /** Remembers the tasks as they were before a move of one of them. */
  before: (path: string, tasks: TaskInfo[]) => void;
  /** Says that the move wrote the file, which had another text. */
  after: (path: string, old: string) => void;
  /** Says that the file was written by something that is no move. */
  wrote: (path: string) => void;
  /** The tasks as they are now, where a file has a text again that it had before a move. */
  follow: (tasks: TaskInfo[]) => TaskInfo[];
}

/** What takes back the moves of tasks whose files are taken back. */
export function makeMovedTasks(files: FakeFiles, history: FakeHistory | undefined): MovedTasks {
  const texts = new Map<string, string | undefined>();
  const known = new Map<string, TaskInfo[]>();
  const textOf = (path: string): string | undefined => {
    const content = files.contents.get(path);
    return content && new TextDecoder().decode(content);
  };
  return {
    textOf,
    before: (path, tasks) => void known.set(`${path}\n${textOf(path)}`, tasks),
    after: (path, old) => {
      history?.add(path, old, { kind: "baseline" });
      history?.add(path, textOf(path) ?? "");
      texts.set(path, textOf(path));
    },
    wrote: (path) => {
      if (texts.has(path)) texts.set(path, textOf(path));
    },
    follow: (tasks) => {
      let now = tasks;
      for (const [path, text] of texts) {
        const found = textOf(path);
        if (found === text) continue;
        texts.set(path, found);
        now = known.get(`${path}\n${found}`) ?? now;
      }
      return now;
    },
  };
}
