import { Show, type JSX } from "solid-js";
import Lock from "lucide-solid/icons/lock";
import LockOpen from "lucide-solid/icons/lock-open";
import type { Frame } from "../../kernel/frame";
import type { EgressWords } from "./egress-words";

/** A lock and a word; a click says why, and what was tried. */
export function EgressItem(props: {
  frame: Frame;
  words: () => EgressWords;
  ref: (item: HTMLElement) => void;
}): JSX.Element {
  const words = (): EgressWords => props.words();
  return (
    <button
      ref={(item) => props.ref(item)}
      type="button"
      class="status-item"
      classList={{
        "status-egress": words().level === "enforced",
        "status-warn": words().level === "limited" || words().level === "byAgreement",
      }}
      aria-haspopup="menu"
      data-tip={words().why}
      data-testid="status-egress"
      data-level={words().level}
      onClick={() => void props.frame.commands.run("egress.explain")}
    >
      <Show when={words().level === "enforced"} fallback={<LockOpen size={12} aria-hidden="true" />}>
        <Lock size={12} aria-hidden="true" />
      </Show>
      <span class="status-text">{words().title}</span>
    </button>
  );
}
