import { Show, type JSX } from "solid-js";
import GitBranch from "lucide-solid/icons/git-branch";
import type { GitStatus } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { branchText } from "./git-reducer";
import type { GitStore } from "./git-store";

function explain(status: GitStatus): string {
  const parts = [
    status.problem ?? (status.detached ? "No branch is checked out." : `On branch ${status.branch ?? "?"}.`),
    status.ahead > 0 ? `${status.ahead} to push.` : "",
    status.behind > 0 ? `${status.behind} to pull.` : "",
    status.operation === null ? "" : `A ${status.operation} is under way.`,
    `${status.entries.length}${status.truncated ? " or more" : ""} files differ.`,
  ];
  return parts.filter(Boolean).join(" ");
}

/** The branch; a click reads the repository again. */
export function BranchItem(props: { app: App; store: GitStore }): JSX.Element {
  return (
    <Show when={props.store.status()?.present && props.store.status()}>
      {(status) => (
        <button
          type="button"
          class="status-item"
          classList={{ "status-warn": status().problem !== null }}
          data-tip={explain(status())}
          data-testid="status-branch"
          onClick={() => void props.app.commands.run("git.refresh")}
        >
          <GitBranch size={12} aria-hidden="true" />
          <span class="status-text">{branchText(status())}</span>
        </button>
      )}
    </Show>
  );
}
