/** The context: what is linked to what is in front, what is suggested, and what matters now. */
import "./context.css";
import { Show } from "solid-js";
import type { App } from "../../kernel/app";
import { firstSeen } from "../../ui/first-seen";
import { onDemand } from "../../ui/on-demand";

export { linkedOf, type Linked } from "./context-rows";
export { judge } from "./judge";
export { mattersNow, whyItMatters } from "./matters";
export { refOfFile } from "./ref-of-file";

const ContextPanel = onDemand(async () => (await import("./context-panel")).ContextPanel);

const CONTEXT = "context";

export function installContext(app: App): void {
  app.workbench.registerPanel({
    kind: CONTEXT,
    area: "right",
    fixed: { title: "Context", order: 20 },
    render: (panel) => {
      const seen = firstSeen(() => panel.visible() && app.workbench.areaShown("right"));
      return (
        <Show when={seen()}>
          <ContextPanel app={app} panel={panel} />
        </Show>
      );
    },
  });
  const show = (): void => app.workbench.find(CONTEXT)?.focus();
  app.commands.register(
    [{ id: "context.show", title: "View: Show Context", run: show }],
    [{ menu: "menubar.view", group: "3", command: "context.show", title: "Context" }],
  );
}
