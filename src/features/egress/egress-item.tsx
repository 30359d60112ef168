import { Show, type JSX } from "solid-js";
import Lock from "lucide-solid/icons/lock";
import LockOpen from "lucide-solid/icons/lock-open";
import type { SidecarStatus } from "../../ipc/bindings";
import type { Frame } from "../../kernel/frame";
import { wordsOf } from "./egress-words";

/** A lock and a word; a click says why. */
export function EgressItem(props: { frame: Frame; status: () => SidecarStatus }): JSX.Element {
  const words = (): ReturnType<typeof wordsOf> => wordsOf(props.status());
  return (
    <button
      type="button"
      class="status-item"
      classList={{
        "status-egress": words().level === "enforced",
        "status-warn": words().level === "limited" || words().level === "byAgreement",
      }}
      data-tip={words().why}
      data-testid="status-egress"
      data-level={words().level}
      onClick={() => void props.frame.commands.run("egress.explain")}
    >
      <Show when={words().level === "enforced"} fallback={<LockOpen size={12} aria-hidden="true" />}>
        <Lock size={12} aria-hidden="true" />
      </Show>
      {words().title}
    </button>
  );
}
