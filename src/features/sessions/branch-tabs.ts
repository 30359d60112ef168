/** Tabs of their own for each git branch, when the person wants that. */
import type { GitStatus } from "../../ipc/bindings";
import { failureNotice } from "../../kernel/failure";
import type { App } from "../../kernel/app";

/** The branch that tabs belong to; none while a rebase or the like walks over commits. */
function branchOf(status: GitStatus): string | undefined {
  const settled = status.present && !status.detached && status.operation === null;
  return settled ? (status.branch ?? undefined) : undefined;
}

/** Exchanges the tabs when another branch is checked out and `session.perBranch` is on. */
export function followBranches(app: App): void {
  let branch: string | undefined;
  let before = Promise.resolve();
  const swap = async (from: string, to: string): Promise<void> => {
    const layout = app.layoutNow();
    const kept = await app.ipc.layoutSwap({ window: app.boot.window, from, to, layout });
    // A branch that was never worked on begins with the tabs that are open.
    if (kept.layout !== null) await app.swapLayout(kept.layout);
  };
  const noticed = (status: GitStatus): void => {
    const [from, to] = [branch, branchOf(status)];
    if (to === undefined) return;
    branch = to;
    if (from === undefined || from === to || !app.settings().sessionPerBranch) return;
    // One after the other, so that a quick change back does not keep half of a layout.
    before = before
      .then(() => swap(from, to))
      .catch((fault: unknown) => {
        const notice = failureNotice(fault);
        if (notice) app.notify(notice);
      });
  };
  app.on("gitChanged", ({ status }) => noticed(status));
  app.ipc.gitStatus({}).then(noticed, () => undefined);
}
