import { createMemo, For, Show, type JSX } from "solid-js";
import Lock from "lucide-solid/icons/lock";
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { visibleName, visiblePath } from "../../ui/visible-name";

export interface BreadcrumbProps {
  app: App;
  path: WirePath;
  readOnly: boolean;
  /** What stands behind the path. */
  children?: JSX.Element;
}

/** The path above the code; a click on a part shows it in the explorer. */
export function Breadcrumb(props: BreadcrumbProps): JSX.Element {
  const parts = createMemo(() => {
    const names = props.path.path.split("/");
    return names.map((name, index) => ({ name, path: names.slice(0, index + 1).join("/") }));
  });
  const reveal = (path: string): void => {
    // Only the whole path has its real bytes at hand.
    const target = path === props.path.path ? props.path : { path };
    void props.app.commands.run("explorer.reveal", target);
  };
  return (
    <nav class="breadcrumb" aria-label="Path of the file">
      <For each={parts()}>
        {(part, index) => (
          <>
            <Show when={index() > 0}>
              <span class="breadcrumb-divider" aria-hidden="true">
                ›
              </span>
            </Show>
            <button
              type="button"
              class="breadcrumb-part"
              classList={{ "breadcrumb-last": index() === parts().length - 1 }}
              data-tip={`Show ${visiblePath(part.path)} in the explorer`}
              onClick={() => reveal(part.path)}
            >
              {visibleName(part.name)}
            </button>
          </>
        )}
      </For>
      {props.children}
      <Show when={props.readOnly}>
        <span class="breadcrumb-lock">
          <Lock size={12} aria-hidden="true" /> Read-only
        </span>
      </Show>
    </nav>
  );
}
