/** Math within a line of an editor, drawn where the cursor is not. */
import { WidgetType, type EditorView } from "@codemirror/view";
import { reasonOf } from "../../ui/markdown/drawn";
import { drawMath } from "../../ui/markdown/math";

/** `$…$` as GitHub reads it: no blank at its inner edges, and no digit behind it. */
const MATH = /(?<![\\$\w])\$(?![\s$])((?:\\.|[^$\\\n])+?)(?<!\s)\$(?![\d$])/g;

export interface WrittenMath {
  /** Places in the line, with the signs. */
  from: number;
  to: number;
  tex: string;
}

export function mathIn(line: string): WrittenMath[] {
  return [...line.matchAll(MATH)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    tex: match[1] ?? "",
  }));
}

export class MathWidget extends WidgetType {
  constructor(readonly tex: string) {
    super();
  }
  override eq(other: MathWidget): boolean {
    return other.tex === this.tex;
  }
  override toDOM(view: EditorView): HTMLElement {
    const place = document.createElement("span");
    place.className = "cm-note-math";
    place.textContent = this.tex;
    drawMath(this.tex, false).then(
      (drawn) => {
        place.replaceChildren(drawn);
        view.requestMeasure();
      },
      (thrown: unknown) => {
        // What is no TeX stays as it is written, and says why.
        place.dataset["tip"] = `This math cannot be drawn: ${reasonOf(thrown)}.`;
        place.textContent = `$${this.tex}$`;
        place.classList.add("cm-note-math-wrong");
      },
    );
    return place;
  }
  override ignoreEvent(): boolean {
    return false;
  }
}
