/** The outline: what the file in front holds, at the right of the window. */
import "./outline.css";
import { Show } from "solid-js";
import type { App } from "../../kernel/app";
import { firstSeen } from "../../ui/first-seen";
import { onDemand } from "../../ui/on-demand";

const OutlinePanel = onDemand(async () => (await import("./outline-panel")).OutlinePanel);

/** What of the outline comes back after a restart. */
export interface OutlineState {
  filter?: string;
}

const OUTLINE = "outline";

export function installOutline(app: App): void {
  app.workbench.registerPanel<OutlineState>({
    kind: OUTLINE,
    area: "right",
    fixed: { title: "Outline", order: 30 },
    render: (panel) => {
      const seen = firstSeen(() => panel.visible() && app.workbench.areaShown("right"));
      return (
        <Show when={seen()}>
          <OutlinePanel app={app} panel={panel} />
        </Show>
      );
    },
  });
  const show = (): void => app.workbench.find(OUTLINE)?.focus();
  app.commands.register(
    [{ id: "outline.show", title: "View: Show Outline", run: show }],
    [{ menu: "menubar.view", group: "3", command: "outline.show", title: "Outline" }],
  );
}
