/** A terminal on tauri-plugin-pty, with the calls that its own script makes. */
import "@xterm/xterm/css/xterm.css";
import { invoke } from "@tauri-apps/api/core";
import { Terminal } from "@xterm/xterm";
import { answer, numberOf } from "./answers";

/** It never ends: the plugin holds the program's side of the terminal open. */
async function draw(terminal: Terminal, pid: number): Promise<never> {
  for (;;) {
    const data = await invoke<ArrayBuffer>("plugin:pty|read", { pid });
    terminal.write(new Uint8Array(data));
  }
}

async function start(terminal: Terminal, file: string, args: string[]): Promise<void> {
  const { cols, rows } = terminal;
  const pid = await invoke<number>("plugin:pty|spawn", { file, args, cols, rows, env: {} });
  terminal.onData((data) => void invoke("plugin:pty|write", { pid, data }));
  void draw(terminal, pid);
}

export async function show(root: HTMLElement): Promise<void> {
  const terminal = new Terminal({ fontFamily: "monospace", fontSize: 12.5, scrollback: 10_000 });
  terminal.open(root);
  await answer({
    start: async (question) => {
      terminal.resize(numberOf(question, "cols"), numberOf(question, "rows"));
      await start(terminal, String(question["file"]), question["args"] as string[]);
      return {};
    },
  });
}
