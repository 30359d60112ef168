import { Show, type JSX } from "solid-js";
import ChevronDown from "lucide-solid/icons/chevron-down";
import ChevronRight from "lucide-solid/icons/chevron-right";
import CircleX from "lucide-solid/icons/circle-x";
import Info from "lucide-solid/icons/info";
import TriangleAlert from "lucide-solid/icons/triangle-alert";
import type { ProblemSeverity } from "../../ipc/bindings";
import { visiblePath, visibleText } from "../../ui/visible-name";
import type { FileRow, ProblemRow, Row } from "./problem-rows";

export interface RowProps {
  row: Row;
  id: string;
  chosen: boolean;
  collapsed: boolean;
  onChoose: () => void;
  onOpen: () => void;
}

function Sign(props: { severity: ProblemSeverity }): JSX.Element {
  const shape = (): JSX.Element => {
    if (props.severity === "error") return <CircleX size={14} role="img" aria-label="Error" />;
    if (props.severity === "warning") return <TriangleAlert size={14} role="img" aria-label="Warning" />;
    return <Info size={14} role="img" aria-label="Note" />;
  };
  return <span class={`problem-sign problem-${props.severity}`}>{shape()}</span>;
}

function FileLine(props: { row: FileRow; collapsed: boolean }): JSX.Element {
  const cut = (): number => props.row.path.lastIndexOf("/");
  return (
    <>
      <Show when={props.collapsed} fallback={<ChevronDown size={14} aria-hidden="true" />}>
        <ChevronRight size={14} aria-hidden="true" />
      </Show>
      <span class="problem-file">{visiblePath(props.row.path.slice(cut() + 1))}</span>
      <span class="problem-folder">{visiblePath(props.row.path.slice(0, Math.max(0, cut())))}</span>
      <span class="problem-count">{props.row.problems.length}</span>
    </>
  );
}

function ProblemLine(props: { row: ProblemRow }): JSX.Element {
  const problem = () => props.row.problem;
  const at = (): string => {
    const { line, column } = problem();
    return column === null ? `${line}` : `${line}:${column}`;
  };
  const source = (): string => {
    const { source, code } = problem();
    return code === null ? source : `${source} ${code}`;
  };
  return (
    <>
      <Sign severity={problem().severity} />
      <span class="problem-message">{visibleText(problem().message)}</span>
      <span class="problem-source">{visibleText(source())}</span>
      <span class="problem-at">{at()}</span>
    </>
  );
}

/** A line of the tree. */
export function RowView(props: RowProps): JSX.Element {
  const isFile = (): boolean => props.row.type === "file";
  return (
    <div
      id={props.id}
      class="problem-row"
      classList={{ "problem-row-file": isFile(), chosen: props.chosen }}
      role="treeitem"
      aria-level={isFile() ? 1 : 2}
      aria-selected={props.chosen}
      aria-expanded={isFile() ? !props.collapsed : undefined}
      data-tip={props.row.type === "problem" ? `From: ${visibleText(props.row.problem.command)}` : undefined}
      onMouseDown={() => props.onChoose()}
      onClick={() => props.onOpen()}
    >
      <Show
        when={props.row.type === "file" && props.row}
        fallback={<ProblemLine row={props.row as ProblemRow} />}
      >
        {(row) => <FileLine row={row()} collapsed={props.collapsed} />}
      </Show>
    </div>
  );
}
