/** The repository: its branch in the status bar, and a letter for each file that differs. */
import type { App } from "../../kernel/app";
import { BranchItem } from "./branch-item";
import { gitStatusOf, type GitStore } from "./git-store";
import type { GitLetter } from "./git-reducer";

export type { GitLetter };

export function installGitStatus(app: App): void {
  const store = gitStatusOf(app);
  app.addStatus({ id: "git", side: "left", order: 10, render: () => <BranchItem app={app} store={store} /> });
  app.commands.register([
    { id: "git.refresh", title: "Git: Read the State Again", run: () => store.refresh() },
  ]);
}

/** The branch of the workspace; reactive. */
export function branchOf(app: App): string | undefined {
  return gitStatusOf(app).status()?.branch ?? undefined;
}

/** The letter of a file or the dot of a folder, by path; reactive. */
export function createGitLetters(app: App): (path: string) => GitLetter | undefined {
  const store: GitStore = gitStatusOf(app);
  return (path) => store.letters().get(path);
}
