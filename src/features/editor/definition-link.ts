/** A name under the pointer is a link to its definition while Ctrl (on macOS Cmd) is held. */
import { StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";

type Span = { from: number; to: number } | undefined;

const setLink = StateEffect.define<Span>();

export const link = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    let now = transaction.docChanged ? Decoration.none : marks;
    for (const effect of transaction.effects) {
      if (!effect.is(setLink)) continue;
      const span = effect.value;
      now = span
        ? Decoration.set(Decoration.mark({ class: "cm-definition-link" }).range(span.from, span.to))
        : Decoration.none;
    }
    return now;
  },
  provide: (own) => EditorView.decorations.from(own),
});

/** The key that makes links of names, as it is in VS Code. */
export function linkKey(platform: string): "ctrlKey" | "metaKey" {
  return platform.startsWith("Mac") ? "metaKey" : "ctrlKey";
}

/** The name at a place; numbers are none. */
export function nameAt(state: EditorState, pos: number): Span {
  const word = state.wordAt(pos);
  if (!word || /^\d/.test(state.sliceDoc(word.from, word.to))) return undefined;
  return { from: word.from, to: word.to };
}

/** `go` gets the place of a name that was clicked. */
export function definitionLink(go: (pos: number) => void, key = linkKey(navigator.platform)): Extension {
  const name = { ctrlKey: "Control", metaKey: "Meta" }[key];
  const follower = ViewPlugin.fromClass(
    class {
      /** Where the pointer is, as long as it is over the text. */
      at: { x: number; y: number } | undefined;
      shown: Span;
      pressed: Span;
      readonly press = (event: KeyboardEvent): void => {
        if (event.key === name) this.show(this.under());
      };
      readonly release = (event: KeyboardEvent): void => {
        if (event.key === name) this.show(undefined);
      };
      readonly leave = (): void => {
        this.at = undefined;
        this.show(undefined);
      };
      constructor(readonly view: EditorView) {
        const { defaultView: window } = view.dom.ownerDocument;
        window?.addEventListener("keydown", this.press, true);
        window?.addEventListener("keyup", this.release, true);
        window?.addEventListener("blur", this.leave);
      }
      update(update: ViewUpdate): void {
        if (update.docChanged) this.shown = undefined;
      }
      under(): Span {
        const pos = this.at && this.view.posAtCoords(this.at);
        return pos === undefined || pos === null ? undefined : nameAt(this.view.state, pos);
      }
      show(span: Span): void {
        if (span?.from === this.shown?.from && span?.to === this.shown?.to) return;
        this.shown = span;
        this.view.dispatch({ effects: setLink.of(span) });
      }
      destroy(): void {
        const { defaultView: window } = this.view.dom.ownerDocument;
        window?.removeEventListener("keydown", this.press, true);
        window?.removeEventListener("keyup", this.release, true);
        window?.removeEventListener("blur", this.leave);
      }
    },
    {
      eventHandlers: {
        mousemove(event) {
          this.at = { x: event.clientX, y: event.clientY };
          this.show(event[key] && event.buttons === 0 ? this.under() : undefined);
        },
        mouseleave() {
          this.leave();
        },
        // The cursor goes to what was clicked only with the jump, so that back leads to where it was.
        mousedown(event) {
          this.at = { x: event.clientX, y: event.clientY };
          const plain = event.button === 0 && !event.altKey && !event.shiftKey;
          this.pressed = plain && event[key] ? this.under() : undefined;
          return this.pressed !== undefined;
        },
        mouseup(event) {
          const { pressed } = this;
          this.pressed = undefined;
          this.at = { x: event.clientX, y: event.clientY };
          if (!pressed || this.under()?.from !== pressed.from) return false;
          this.show(undefined);
          go(pressed.from);
          return true;
        },
      },
    },
  );
  return [link, follower];
}
