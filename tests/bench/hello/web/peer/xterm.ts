/** xterm.js fed from memory: what its parser can do in this webview. */
import "@xterm/xterm/css/xterm.css";
import { invoke } from "@tauri-apps/api/core";
import { Terminal } from "@xterm/xterm";
import { answer, numberOf } from "./answers";

/** Bytes of one write, and of all that are not parsed yet: as many as Tenon has under way. */
const CHUNK = 64 * 1024;
const OPEN = 512 * 1024;

/** Parses the payload again and again until so many bytes are done. */
function parse(terminal: Terminal, payload: Uint8Array, total: number): Promise<void> {
  let given = 0;
  let parsed = 0;
  return new Promise((done) => {
    const feed = (): void => {
      while (given < total && given - parsed < OPEN) {
        const from = given % payload.length;
        const chunk = payload.subarray(from, Math.min(from + CHUNK, payload.length, from + total - given));
        given += chunk.length;
        terminal.write(chunk, () => {
          parsed += chunk.length;
          if (parsed === total) done();
          else feed();
        });
      }
    };
    feed();
  });
}

export async function show(root: HTMLElement): Promise<void> {
  const payload = new Uint8Array(await invoke<ArrayBuffer>("payload"));
  const terminal = new Terminal({ fontFamily: "monospace", fontSize: 12.5, scrollback: 10_000 });
  terminal.open(root);
  // What is typed is drawn at once: the least that any echo in this webview takes.
  terminal.onData((data) => terminal.write(data.replace("\r", "\r\n")));
  await answer({
    focus: () => {
      terminal.focus();
      return {};
    },
    resize: (question) => {
      terminal.resize(numberOf(question, "cols"), numberOf(question, "rows"));
      return {};
    },
    parse: async (question) => {
      const times = numberOf(question, "times");
      await parse(terminal, payload, payload.length * times);
      return { bytes: payload.length * times };
    },
  });
}
