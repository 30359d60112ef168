/** The places of the window: bars, rail, sidebar, centre, bottom and right. */
import { onCleanup, type JSX } from "solid-js";
import type { Frame } from "../../kernel/frame";
import { BottomActions, EmptyBottom } from "./bottom-strip";
import { EmptyCenter } from "./empty-center";
import { installInputMenu } from "./input-menu";
import { NoWorkspace } from "./no-workspace";
import { menuBarItems } from "./menu-bar";
import { watchPageFaults } from "./page-faults";
import { addStatusItems } from "./status-items";
import { createSwitcher, followControl } from "./switcher";
import { viewCommands } from "./view-commands";
import { WindowView } from "./window";
import { workspaceCommands } from "./workspace-commands";

/** Installs the workbench and answers with what draws the window. */
export function installWorkbench(frame: Frame): () => JSX.Element {
  const { workbench } = frame;
  const listening = new AbortController();
  onCleanup(() => listening.abort());
  watchPageFaults(window, frame.notify, listening.signal);
  installInputMenu(frame, listening.signal);
  const isHeld = followControl(
    window,
    listening.signal,
    () => switcher.commit(),
    () => switcher.cancel(),
  );
  const switcher = createSwitcher(
    () => workbench.recent.ids().flatMap((id) => workbench.find(id) ?? []),
    isHeld,
  );
  frame.commands.register(viewCommands(frame, switcher), [
    ...menuBarItems,
    { menu: "tab.context", group: "1", command: "view.close", title: "Close" },
    { menu: "tab.context", group: "1", command: "view.closeOthers", title: "Close Others" },
    { menu: "tab.context", group: "1", command: "view.closeSaved", title: "Close Saved" },
    { menu: "tab.context", group: "1", command: "view.closeGroup", title: "Close Group" },
    { menu: "tab.context", group: "1", command: "view.closeAll", title: "Close All" },
    { menu: "tab.context", group: "2", command: "view.keep", title: "Keep Open" },
    { menu: "tab.context", group: "3", command: "view.split", title: "Split Right" },
    { menu: "tab.context", group: "3", command: "view.splitDown", title: "Split Down" },
    { menu: "right.context", group: "1", command: "view.toggleRight", title: "Hide" },
  ]);
  frame.commands.register(workspaceCommands(frame));
  addStatusItems(frame);
  frame.setEmpty("center", () =>
    frame.workspace() ? <EmptyCenter frame={frame} /> : <NoWorkspace frame={frame} />,
  );
  frame.setEmpty("bottom", () => <EmptyBottom frame={frame} />);
  frame.setActions("bottom", () => <BottomActions frame={frame} />);
  return () => <WindowView frame={frame} switcher={switcher} />;
}
