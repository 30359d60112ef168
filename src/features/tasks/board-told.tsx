import { Show, type JSX } from "solid-js";
import X from "lucide-solid/icons/x";
import type { Notice } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import { visibleText } from "../../ui/visible-name";
import type { BoardStore } from "./board-store";

interface ToldProps {
  /** What happened, and what to do. */
  what: Notice;
  action: { title: string; run: () => void };
  /** Takes the words away, where they are no longer needed once they are read. */
  onClose?: () => void;
}

export interface BoardToldProps {
  store: BoardStore;
  onOpen: (path: string) => void;
  /** Puts the focus back among the cards. */
  onClose: () => void;
}

/** Above the cards: why one was not moved, and why the board is not as new as it could be. */
export function BoardTold(props: BoardToldProps): JSX.Element {
  const stale = (): Notice | undefined => {
    const { store } = props;
    return store.board() && store.fault() !== undefined ? failureNotice(store.fault()) : undefined;
  };
  return (
    <>
      <Show when={props.store.refusal()}>
        {(what) => (
          <Told
            what={what()}
            action={{ title: "Open File", run: () => props.onOpen(what().path) }}
            onClose={() => {
              props.store.forgive();
              props.onClose();
            }}
          />
        )}
      </Show>
      <Show when={stale()}>
        {(what) => <Told what={what()} action={{ title: "Try Again", run: () => void props.store.load() }} />}
      </Show>
    </>
  );
}

function Told(props: ToldProps): JSX.Element {
  return (
    <div class="board-told" role="alert" data-testid="board-told">
      <p class="board-told-text">
        {visibleText(props.what.message)}{" "}
        <Show when={props.what.hint}>
          {(hint) => <span class="board-told-hint">{visibleText(hint())}</span>}
        </Show>
      </p>
      <button type="button" class="button" onClick={() => props.action.run()}>
        {props.action.title}
      </button>
      <Show when={props.onClose}>
        {(close) => (
          <button type="button" class="icon-button" aria-label="Close" onClick={() => close()()}>
            <X size={14} aria-hidden="true" />
          </button>
        )}
      </Show>
    </div>
  );
}
