/** What a terminal's panel shows: the screen, and a word about its state where it needs one. */
import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show, type JSX } from "solid-js";
import type { TerminalInfo } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { branchOf } from "../git-status";
import type { LinkStore } from "../links";
import { BlockLayer } from "./blocks/block-layer";
import { createBlocks } from "./blocks/blocks";
import { FoldView } from "./blocks/fold-view";
import { createFolds } from "./blocks/folds";
import { fetchRuns } from "./blocks/follow-runs";
import type { ScrollTo } from "./blocks/scroll-rows";
import { FindBar } from "./find-bar";
import type { FindResult } from "./finder";
import { hostFor } from "./panel-host";
import { isAtPrompt } from "./prompt";
import { PanelState } from "./panel-state";
import { ClipboardBar } from "./safety/clipboard-bar";
import { makeClipboardGate } from "./safety/clipboard";
import { createTerminalSession, failureOf } from "./terminal-session";
import type { TerminalPanel as Panel, TerminalStore } from "./terminal-store";
import { keptTitle, titleOf, tooltipOf } from "./terminal-title";

function titled(terminal: TerminalInfo | undefined, write: (terminal: TerminalInfo) => string) {
  return terminal && write(terminal);
}

/** The branch of a folder of the workspace. */
function branchAt(app: App, folder: string): string | undefined {
  const root = app.workspace()?.root;
  const isInside = root !== undefined && (folder === root || folder.startsWith(`${root}/`));
  return isInside ? branchOf(app) : undefined;
}

export interface TerminalPanelProps {
  app: App;
  panel: Panel;
  store: TerminalStore;
  links: LinkStore;
}

export function TerminalPanel(props: TerminalPanelProps): JSX.Element {
  // A panel's component lives and dies with its panel, so what it is given never changes.

  const { app, panel, store } = props;
  let screen!: HTMLDivElement;
  const [line, setLine] = createSignal("");
  // How often the find bar was asked for since it was closed; 0 is closed.
  const [finding, setFinding] = createSignal(0);
  const [result, setResult] = createSignal<FindResult>();
  const clipboard = makeClipboardGate(app);
  const [enterQuestion, setEnterQuestion] = createSignal<() => void>();
  const host = hostFor(app, panel, store, clipboard, setLine);
  const session = createTerminalSession(app, panel, store, host);
  const record = () => store.get(panel.state().id ?? "");
  const focus = () => host.focus();
  const focused = () => app.contexts.get("terminalFocus") === true && store.lastFocused() === panel.id;

  host.finder.onResult(setResult);
  const blocks = createBlocks(host.screen, Date.now, app.boot.app.home, (folder) => branchAt(app, folder));
  const folds = createFolds(panel);
  let scrollFolded: ((to: ScrollTo) => void) | undefined;
  store.shown.set(panel.id, {
    panel,
    session,
    find: () => setFinding((now) => now + 1),
    enterQuestion,
    blocks,
    folds,
    scroll: (to) => (scrollFolded ? scrollFolded(to) : host.scroll(to)),
  });
  // What is found is marked on the screen itself, and full-screen programs have no outputs.
  const isFolded = () =>
    folds.folded().size > 0 && blocks.some() && finding() === 0 && blocks.hasFolded(folds.folded());
  fetchRuns(app, blocks, () => panel.state().id);

  let begun = false;
  onMount(() => {
    const watcher = new ResizeObserver(([entry]) => {
      if (!entry || entry.contentRect.width === 0 || entry.contentRect.height === 0) return;
      session.fit();
      if (begun) return;
      begun = true;
      // Only now is the panel on the page and laid out: colours and cells can be read, the shell starts with its
      // real size, and the focus has a place to go.
      host.attach(screen);
      panel.onFocus(focus);
      void session.begin();
    });
    watcher.observe(screen);
    onCleanup(() => watcher.disconnect());
  });

  const kept = () => store.kept(panel.state().id ?? "");
  const title = createMemo(() => titled(record(), titleOf) ?? keptTitle(kept()));
  const tooltip = createMemo(() => titled(record(), tooltipOf));
  createEffect(() => {
    const text = title();
    if (text !== undefined) panel.setTitle(text);
  });
  createEffect(() => panel.setTooltip(tooltip()));
  createEffect(() => {
    const terminal = record();
    if (terminal) session.exited(terminal);
  });
  // Facts that keys depend on are those of the terminal that has the focus.
  createEffect(() => {
    if (!focused()) return;
    app.contexts.set("terminalBlocks", blocks.some());
    app.contexts.set("terminalBlockSelected", blocks.selected() !== undefined);
    app.contexts.set("terminalQuestion", enterQuestion() !== undefined);
    app.contexts.set("terminalAtPrompt", isAtPrompt(store, { panel, blocks }));
  });
  createEffect(() => {
    const run = blocks.selected();
    panel.setSubject(run === undefined ? undefined : `run:${run}`);
  });
  createEffect(on(session.phase, ({ at }) => at === "starting" && blocks.begin()));
  createEffect(() => {
    const { id } = panel.state();
    if (id !== null && store.isGone(id)) void panel.close();
  });
  createEffect(() => {
    const elsewhere = store.typing() !== undefined && store.typing() !== panel.id;
    session.see(!panel.visible() ? "hidden" : elsewhere ? "aside" : "front");
  });
  createEffect(on(panel.visible, (visible) => visible && session.fit(), { defer: true }));
  createEffect(
    on(
      () => [app.theme(), app.settings()],
      () => {
        // The page takes on the other theme in the same turn, after this effect perhaps.
        requestAnimationFrame(() => {
          host.refresh();
          session.fit();
        });
      },
      { defer: true },
    ),
  );

  onCleanup(() => {
    store.shown.delete(panel.id);
    blocks.dispose();
    // An element that is taken off the page does not say that it lost the focus.
    if (store.lastFocused() === panel.id) app.contexts.set("terminalFocus", false);
    session.dispose();
  });

  const closeFind = () => {
    setFinding(0);
    host.finder.clear();
    focus();
  };
  const showMenu = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    // The menu key has no place of its own.
    const { left, top } = screen.getBoundingClientRect();
    const at = { x: event.clientX || left + 16, y: event.clientY || top + 16 };
    app.commands.showMenu("terminal.context", at, panel);
  };

  return (
    <div class="terminal-panel">
      <Show when={finding() > 0}>
        <FindBar
          asked={finding()}
          finder={host.finder}
          result={result()}
          onFocus={(focused) => app.contexts.set("terminalFindFocus", focused)}
          onClose={closeFind}
        />
      </Show>
      <ClipboardBar
        gate={clipboard}
        focus={focus}
        onFailure={(error) => app.notify({ level: "error", ...failureOf(error) })}
        onQuestion={(enter) => setEnterQuestion(() => enter)}
      />
      <div class="terminal-body">
        <Show
          when={isFolded()}
          fallback={
            <BlockLayer
              app={app}
              panel={panel.id}
              blocks={blocks}
              folds={folds}
              links={props.links}
              view={blocks.view}
              focus={focus}
            />
          }
        >
          <FoldView
            app={app}
            panel={panel.id}
            screen={host.screen}
            blocks={blocks}
            folds={folds}
            links={props.links}
            focus={focus}
            focused={focused()}
            onMenu={showMenu}
            onCopy={() => void app.commands.run("terminal.copy", panel.id)}
            onScroller={(scroll) => (scrollFolded = scroll)}
          />
        </Show>
        <div
          ref={screen}
          class="terminal-screen"
          data-testid="terminal"
          data-terminal-id={panel.state().id ?? ""}
          data-last-line={line()}
          on:contextmenu={{ capture: true, handleEvent: showMenu }}
        />
      </div>
      <PanelState
        phase={session.phase()}
        onRestart={() => void session.restart()}
        onAttachAgain={() => session.attachAgain()}
        onClose={() => void panel.close()}
        onSettings={() => void app.commands.run("settings.open", "terminal.shell")}
      />
    </div>
  );
}
