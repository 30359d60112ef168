import type { TerminalInfo, TerminalKept, UiEvent } from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";

type Names =
  | "terminalStart"
  | "terminalList"
  | "terminalWrite"
  | "terminalResize"
  | "terminalAck"
  | "terminalDetach"
  | "terminalRename"
  | "terminalClose"
  | "terminalAttach";

export interface FakeTerminals {
  commands: Pick<Ipc, Names>;
  /** Prints in a terminal, as its shell would. */
  print: (id: string, text: string) => void;
  /** Sends marks, as they stand behind what was printed. */
  mark: (id: string, marks: unknown[]) => void;
  /** Ends a terminal's shell. */
  exit: (id: string, code: number) => void;
  /** Adds a terminal of an earlier run, with what it showed. */
  keep: (kept: TerminalKept, screen: string) => void;
  /** Ends every shell, as the end of their owner does; they are kept. */
  takeOver: () => void;
  /** Bytes that the page has returned credit for, by terminal. */
  acked: Map<string, number>;
}

interface Running {
  info: TerminalInfo;
  screen: string;
  line: string;
  outputs: Map<number, (data: ArrayBuffer) => void>;
}

const message = (kind: 0 | 1 | 2, text: string): ArrayBuffer => {
  const bytes = new TextEncoder().encode(text);
  const framed = new Uint8Array(bytes.length + 1);
  framed[0] = kind;
  framed.set(bytes, 1);
  return framed.buffer;
};

/** Shells that echo what is typed and answer each line with itself. */
export function makeTerminals(emit: (event: UiEvent) => void): FakeTerminals {
  const running = new Map<string, Running>();
  const keptOnes = new Map<string, { kept: TerminalKept; screen: string }>();
  const acked = new Map<string, number>();
  let nextId = 1;
  let nextAttachment = 1;

  const get = (id: string): Running => {
    const found = running.get(id);
    if (!found) throw fault("notFound", "This terminal has ended.", "Start a new one.");
    return found;
  };
  const print = (id: string, text: string): void => {
    const terminal = get(id);
    terminal.screen += text;
    for (const output of terminal.outputs.values()) output(message(0, text));
  };
  const mark = (id: string, marks: unknown[]): void => {
    for (const output of get(id).outputs.values()) output(message(2, JSON.stringify(marks)));
  };
  const tell = (terminal: Running, fields: Partial<TerminalInfo>): TerminalInfo => {
    terminal.info = { ...terminal.info, ...fields };
    emit({ type: "terminalChanged", terminal: terminal.info });
    return terminal.info;
  };
  const type = (id: string, data: string): void => {
    const terminal = get(id);
    for (const letter of data) {
      if (letter !== "\r") {
        terminal.line += letter;
        print(id, letter);
        continue;
      }
      const answer = terminal.line === "" ? "" : `${terminal.line}\r\n`;
      terminal.line = "";
      print(id, `\r\n${answer}\x1b[34m❯\x1b[0m `);
    }
  };

  const commands: FakeTerminals["commands"] = {
    terminalStart: async ({ restore, cwd, name, cols, rows }) => {
      const before = keptOnes.get(restore ?? "");
      const known = running.get(restore ?? "");
      if (known) return known.info;
      if (restore !== null && !before) throw fault("notFound", "Nothing is kept of this terminal.");
      const id = restore ?? `terminal-${nextId++}`;
      keptOnes.delete(id);
      const info: TerminalInfo = {
        id,
        name: before?.kept.name ?? name ?? "zsh",
        title: null,
        shell: "/bin/zsh",
        cwd: `~/src/ripgrep${cwd?.path ? `/${cwd.path}` : ""}`,
        pid: 4000 + nextId,
        cols,
        rows,
        busy: null,
        exit: null,
        startedAt: 0,
      };
      const above = before ? `${before.screen}\r\n── restored ──\r\n` : "";
      running.set(id, { info, screen: `${above}\x1b[34m❯\x1b[0m `, line: "", outputs: new Map() });
      emit({ type: "terminalChanged", terminal: info });
      return info;
    },
    terminalList: async () => ({
      terminals: [...running.values()].map(({ info }) => info),
      kept: [...keptOnes.values()].map(({ kept }) => kept),
    }),
    terminalWrite: async ({ id, data }) => {
      type(id, data);
      return {};
    },
    terminalResize: async ({ id, cols, rows }) => {
      tell(get(id), { cols, rows });
      return {};
    },
    terminalAck: async ({ id, bytes }) => {
      acked.set(id, (acked.get(id) ?? 0) + bytes);
      return {};
    },
    terminalDetach: async ({ id, attachment }) => {
      running.get(id)?.outputs.delete(attachment);
      return {};
    },
    terminalRename: async ({ id, name }) => tell(get(id), { name: name === "" ? "zsh" : name }),
    terminalClose: async ({ id }) => {
      if (!keptOnes.delete(id)) get(id);
      running.delete(id);
      emit({ type: "terminalClosed", id });
      return {};
    },
    terminalAttach: async ({ id }, onBytes) => {
      const terminal = get(id);
      const attachment = nextAttachment++;
      onBytes(message(1, terminal.screen));
      terminal.outputs.set(attachment, onBytes);
      return { terminal: terminal.info, attachment };
    },
  };
  const exit = (id: string, code: number): void => {
    tell(get(id), { exit: { code, signal: null } });
  };
  const keep: FakeTerminals["keep"] = (kept, screen) => void keptOnes.set(kept.id, { kept, screen });
  const takeOver = (): void => {
    for (const { info, screen } of running.values()) {
      const { id, name, cwd } = info;
      keep({ id, name, cwd, keptAt: 0, problem: null }, screen);
    }
    running.clear();
  };
  return { commands, print, mark, exit, keep, takeOver, acked };
}
