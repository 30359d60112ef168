import { Show, type Accessor, type JSX } from "solid-js";
import CircleX from "lucide-solid/icons/circle-x";
import TriangleAlert from "lucide-solid/icons/triangle-alert";
import type { ProblemCounts } from "../../ipc/bindings";
import type { App } from "../../kernel/app";

/** `2 errors, 1 warning`, and what else there is. */
export function countText({ errors, warnings, infos, leftOut }: ProblemCounts): string {
  const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;
  const parts = [counted(errors, "error"), counted(warnings, "warning")];
  if (infos > 0) parts.push(counted(infos, "note"));
  if (leftOut > 0) parts.push(`${leftOut} more that are not kept`);
  return parts.join(", ");
}

/** How many problems there are; a click shows them. */
export function ProblemsItem(props: { app: App; counts: Accessor<ProblemCounts> }): JSX.Element {
  return (
    <button
      type="button"
      class="status-item status-problems"
      data-testid="status-problems"
      data-tip={`Problems: ${countText(props.counts())}`}
      data-tip-command="problems.show"
      aria-label={`Problems: ${countText(props.counts())}`}
      onClick={() => void props.app.commands.run("problems.show")}
    >
      <CircleX size={12} aria-hidden="true" />
      {props.counts().errors}
      <TriangleAlert size={12} aria-hidden="true" />
      {props.counts().warnings}
      <Show when={props.counts().leftOut > 0}>+</Show>
    </button>
  );
}
