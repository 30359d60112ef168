/** Loads the page that the program was started for, and nothing of the others. */
import { invoke } from "@tauri-apps/api/core";

const pages: Record<string, (root: HTMLElement) => Promise<void>> = {
  codemirror: async (root) => (await import("./codemirror")).show(root),
  xterm: async (root) => (await import("./xterm")).show(root),
  pty: async (root) => (await import("./pty")).show(root),
  channel: async () => (await import("./channel")).show(),
  "channel-as-tenon": async () => (await import("./channel-as-tenon")).show(),
};

const name = await invoke<string>("page");
const root = document.getElementById("root");
const show = pages[name];
if (!root || !show) throw new Error(`There is no page ${name}.`);
await show(root);
