/** The links of a thing: each leads there, and can be removed. */
import Link2 from "lucide-solid/icons/link-2";
import X from "lucide-solid/icons/x";
import { For, Show, type JSX } from "solid-js";
import type { LinkStore } from "./link-store";

export interface LinkListProps {
  links: LinkStore;
  of: string;
  onOpen: (ref: string) => void;
}

export function LinkList(props: LinkListProps): JSX.Element {
  const all = () => props.links.of(props.of);
  return (
    <Show when={all().length > 0}>
      <ul class="links" aria-label="Links" data-testid="links">
        <For each={all()}>
          {({ link, to }) => (
            <li class="link-chip">
              <button type="button" class="link-go" data-tip={to} onClick={() => props.onOpen(to)}>
                <Link2 size={12} aria-hidden="true" />
                <span class="link-name">{props.links.name(to)}</span>
              </button>
              <button
                type="button"
                class="link-remove"
                aria-label={`Remove the link to ${props.links.name(to)}`}
                onClick={() => void props.links.remove(link)}
              >
                <X size={12} aria-hidden="true" />
              </button>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
