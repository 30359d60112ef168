/** Underlines what compilers and linters complained about, and marks its lines; both move with the text. */
import { RangeSet, StateEffect, StateField, type Range, type Text } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  GutterMarker,
  gutterLineClass,
  hoverTooltip,
  type DecorationSet,
} from "@codemirror/view";
import type { ProblemInfo, ProblemSeverity, WirePath } from "../../ipc/bindings";

/** The problems of a file. */
export type ProblemsOf = (path: WirePath) => readonly ProblemInfo[];

/** More in one file are not marked; the list has all of them. */
const MOST = 2_000;

const badness: Record<ProblemSeverity, number> = { error: 0, warning: 1, info: 2 };

class MarkedLine extends GutterMarker {
  override readonly elementClass: string;
  constructor(readonly severity: ProblemSeverity) {
    super();
    this.elementClass = `cm-problem-line cm-problem-line-${severity}`;
  }
  override eq(other: GutterMarker): boolean {
    return other instanceof MarkedLine && other.severity === this.severity;
  }
}

const lineMarks: Record<ProblemSeverity, MarkedLine> = {
  error: new MarkedLine("error"),
  warning: new MarkedLine("warning"),
  info: new MarkedLine("info"),
};

export const setProblems = StateEffect.define<readonly ProblemInfo[]>();

/** What of the text a problem is about: what it named, else the word at its column, else its line. */
export function rangeOf(problem: ProblemInfo, doc: Text): [number, number] | undefined {
  if (problem.line < 1 || problem.line > doc.lines) return undefined;
  const line = doc.line(problem.line);
  const blank = line.text.length - line.text.trimStart().length;
  if (problem.column === null) return [line.from + blank, line.to];
  const start = Math.min(problem.column - 1, line.text.length);
  const word = /^[\w$]+/.exec(line.text.slice(start))?.[0].length ?? 1;
  const end = problem.endColumn === null ? start + word : problem.endColumn - 1;
  return [line.from + start, line.from + Math.min(Math.max(end, start + 1), line.text.length)];
}

interface Marks {
  text: DecorationSet;
  lines: RangeSet<MarkedLine>;
}

function marksOf(problems: readonly ProblemInfo[], doc: Text): Marks {
  const text: Range<Decoration>[] = [];
  const lines = new Map<number, ProblemSeverity>();
  for (const problem of problems.slice(0, MOST)) {
    const range = rangeOf(problem, doc);
    if (!range) continue;
    const [from, to] = range;
    const { severity } = problem;
    if (from < to) {
      const mark = Decoration.mark({ class: `cm-problem cm-problem-${severity}`, problem });
      text.push(mark.range(from, to));
    }
    const start = doc.lineAt(from).from;
    const worst = lines.get(start);
    if (worst === undefined || badness[severity] < badness[worst]) lines.set(start, severity);
  }
  return {
    text: Decoration.set(text, true),
    lines: RangeSet.of(
      [...lines].map(([from, severity]) => lineMarks[severity].range(from)),
      true,
    ),
  };
}

const field = StateField.define<Marks>({
  create: () => ({ text: Decoration.none, lines: RangeSet.empty }),
  update: (marks, transaction) => {
    for (const effect of transaction.effects) {
      if (effect.is(setProblems)) return marksOf(effect.value, transaction.state.doc);
    }
    if (!transaction.docChanged) return marks;
    return { text: marks.text.map(transaction.changes), lines: marks.lines.map(transaction.changes) };
  },
  provide: (own) => [
    EditorView.decorations.from(own, ({ text }) => text),
    gutterLineClass.from(own, ({ lines }) => lines),
  ],
});

/** The problems at a place of the text. */
export function problemsAt(view: EditorView, position: number): ProblemInfo[] {
  const found: ProblemInfo[] = [];
  view.state.field(field, false)?.text.between(position, position, (_from, _to, mark) => {
    found.push((mark.spec as { problem: ProblemInfo }).problem);
  });
  return found;
}

function words(problems: readonly ProblemInfo[]): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "problem-hover";
  for (const { message, source, code } of problems) {
    const row = document.createElement("div");
    row.className = "problem-hover-row";
    const from = document.createElement("span");
    from.className = "problem-hover-source";
    from.textContent = code === null ? source : `${source} ${code}`;
    row.append(message, from);
    dom.append(row);
  }
  return dom;
}

const hover = hoverTooltip((view, position) => {
  const found = problemsAt(view, position);
  if (found.length === 0) return null;
  return { pos: position, above: true, create: () => ({ dom: words(found) }) };
});

export const problemMarks = [field, hover];
