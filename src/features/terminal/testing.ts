/** A window's frame without a window, for this feature's tests. */
import { Terminal } from "@xterm/xterm";
import { createSignal } from "solid-js";
import type { UiEvent } from "../../ipc/bindings";
import { makeFake, type FakeBackend } from "../../ipc/fake";
import type { App, Command, Notice, PanelKind, Question } from "../../kernel/app";
import type { LinkStore } from "../links";
import type { Blocks } from "./blocks/blocks-type";
import { createFolds } from "./blocks/folds";
import type { TerminalSession } from "./terminal-session";
import type { ShownTerminal, TerminalPanel, TerminalState } from "./terminal-store";
import type { XtermHost } from "./xterm-host";

export interface FakeApp {
  app: App;
  backend: FakeBackend;
  notices: Notice[];
  questions: Question<string>[];
  /** What the next questions are answered with; Esc when there is none left. */
  answers: string[];
  inputs: (string | undefined)[];
  run: (id: string, ...args: unknown[]) => Promise<void>;
  /** Runs what was not registered here, such as `editor.openFile`. */
  foreign: { id: string; args: unknown[] }[];
  kind: () => PanelKind<TerminalState>;
  panels: TerminalPanel[];
  quitting: () => Promise<boolean>;
}

/** Links of a window in which nothing is linked. */
export const noLinks: LinkStore = {
  of: () => [],
  name: (ref) => ref,
  add: async () => undefined,
  remove: async () => undefined,
};

/** A terminal whose panel is on the page. */
export function makeShown(panel: TerminalPanel, session: TerminalSession, blocks: Blocks): ShownTerminal {
  const scroll = (): void => undefined;
  const nothing = (): undefined => undefined;
  return {
    panel,
    session,
    find: nothing,
    enterQuestion: nothing,
    blocks,
    folds: createFolds(panel),
    scroll,
  };
}

export function makePanel(id: string, state: TerminalState, closed: () => Promise<boolean>): TerminalPanel {
  const [now, setState] = createSignal(state);
  const [title, setTitle] = createSignal("Terminal");
  const [tooltip, setTooltip] = createSignal<string>();
  return {
    id,
    kind: "terminal",
    state: now,
    setState,
    title,
    setTitle,
    detail: () => undefined,
    setDetail: () => undefined,
    tooltip,
    setTooltip,
    dirty: () => false,
    setDirty: () => undefined,
    gone: () => false,
    setGone: () => undefined,
    subject: () => undefined,
    setSubject: () => undefined,
    preview: () => false,
    setPreview: () => undefined,
    active: () => true,
    visible: () => true,
    onFocus: () => undefined,
    close: closed,
    focus: () => undefined,
  };
}

export async function makeFakeApp(): Promise<FakeApp> {
  const backend = makeFake();
  const boot = await backend.ipc.windowBoot({});
  const commands = new Map<string, Command>();
  const contexts = new Map<string, boolean | string>();
  const kinds: PanelKind<TerminalState>[] = [];
  const asks: (() => Promise<boolean>)[] = [];
  const fake: Omit<FakeApp, "app"> = {
    backend,
    notices: [],
    questions: [],
    answers: [],
    inputs: [],
    foreign: [],
    panels: [],
    run: async (id, ...args) => {
      const command = commands.get(id);
      if (command) await command.run(...args);
      else fake.foreign.push({ id, args });
    },
    kind: () => {
      const [kind] = kinds;
      if (!kind) throw new Error("no kind of panel was registered");
      return kind;
    },
    quitting: async () => (await Promise.all(asks.map((ask) => ask()))).every(Boolean),
  };
  const close = async (panel: TerminalPanel): Promise<boolean> => {
    if ((await kinds[0]?.beforeClose?.(panel)) === false) return false;
    fake.panels = fake.panels.filter((other) => other !== panel);
    return true;
  };
  const app = {
    boot,
    ipc: backend.ipc,
    commands: {
      register: (list: Command[]) => list.forEach((command) => commands.set(command.id, command)),
      run: fake.run,
      keyOf: () => undefined,
      showMenu: () => undefined,
    },
    contexts: {
      set: (key: string, value: boolean | string) => contexts.set(key, value),
      get: (key: string) => contexts.get(key),
    },
    workbench: {
      registerPanel: (kind: PanelKind<TerminalState>) => kinds.push(kind),
      open: (_kind: string, id: string, state: TerminalState) => {
        const panel: TerminalPanel = makePanel(id, state, () => close(panel));
        fake.panels = [...fake.panels, panel];
        return panel;
      },
      panels: () => fake.panels,
      active: () => fake.panels.at(-1),
      showArea: () => undefined,
      areaShown: () => true,
      focusArea: () => undefined,
    },
    dialogs: {
      ask: async (question: Question<string>) => {
        fake.questions.push(question);
        return fake.answers.shift() ?? question.cancel;
      },
      input: async () => fake.inputs.shift(),
    },
    notify: (notice: Notice) => fake.notices.push(notice),
    settings: () => boot.settings.settings,
    theme: () => "dark",
    workspace: () => boot.workspace,
    on: (type: UiEvent["type"], handle: (event: UiEvent) => void) => {
      backend.listen((event) => {
        if (event.type === type) handle(event);
      });
    },
    beforeQuit: (ask: () => Promise<boolean>) => asks.push(ask),
  } as unknown as App;
  return Object.assign(fake, { app });
}

export interface FakeHost extends XtermHost {
  /** What is on the screen since the last reset. */
  text: () => string;
  pasted: string[];
  brackets: boolean;
  room: { cols: number; rows: number } | undefined;
}

/** A screen that keeps its text and parses at once. */
export function makeFakeHost(): FakeHost {
  let text = "";
  const decoder = new TextDecoder();
  const nothing = () => undefined;
  const host: FakeHost = {
    text: () => text,
    pasted: [],
    brackets: false,
    room: { cols: 100, rows: 30 },
    finder: {
      next: nothing,
      previous: nothing,
      clear: nothing,
      marks: () => false,
      recolour: nothing,
      onResult: nothing,
    },
    aside: nothing,
    attach: nothing,
    detach: nothing,
    dispose: nothing,
    focus: nothing,
    fit: () => host.room,
    paste: (pasted) => host.pasted.push(pasted),
    bracketedPaste: () => host.brackets,
    selection: () => "",
    selectAll: nothing,
    clear: nothing,
    scroll: nothing,
    refresh: nothing,
    reset: () => (text = ""),
    screen: new Terminal({ allowProposedApi: true }),
    mark: nothing,
    write: (data, parsed) => {
      text += decoder.decode(data);
      parsed();
    },
  };
  return host;
}
