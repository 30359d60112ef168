import { For, onMount, Show, type JSX } from "solid-js";
import type { SidebarView } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";

/** The view that the sidebar shows. */
export function shownSidebar(frame: Frame): SidebarView | undefined {
  const wanted = frame.workbench.places.sidebarView();
  return frame.sidebars().find((view) => view.id === wanted) ?? frame.sidebars()[0];
}

export function SidebarHost(props: { frame: Frame }): JSX.Element {
  const { places } = props.frame.workbench;
  onMount(() => places.onFocus("sidebar", () => shownSidebar(props.frame)?.focus?.()));
  return (
    <aside
      class="sidebar"
      data-testid="sidebar"
      data-region="sidebar"
      aria-label={shownSidebar(props.frame)?.title}
      style={{ width: `${places.sidebarWidth()}px` }}
    >
      <Show when={shownSidebar(props.frame)} keyed>
        {(view) => (
          <>
            <div class="sidebar-heading">
              <h2>{view.title}</h2>
              <div class="sidebar-actions">{view.actions?.()}</div>
            </div>
            <div class="sidebar-body">{view.render()}</div>
            <For each={props.frame.sidebarSections().filter((section) => section.view === view.id)}>
              {(section) => (
                <Show when={section.count() > 0}>
                  <section class="sidebar-section" aria-label={section.title}>
                    <h3 class="sidebar-section-heading">
                      {section.title}
                      <span>{section.count()}</span>
                    </h3>
                    {section.render()}
                  </section>
                </Show>
              )}
            </For>
          </>
        )}
      </Show>
    </aside>
  );
}
