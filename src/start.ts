import type { UiEvent } from "./ipc/bindings";
import { makeIpc } from "./ipc/client";
import { listenToEvents } from "./ipc/events";
import { startApp } from "./app";

/** Starts the page on the real core. */
export async function start(): Promise<void> {
  const root = document.getElementById("root");
  if (!root) throw new Error("The page has no root element.");
  const waiting: UiEvent[] = [];
  let handle = (event: UiEvent): void => void waiting.push(event);
  let label: string | undefined;
  // Listening comes before asking for the state, so that nothing in between is lost.
  const listening = listenToEvents(
    () => label,
    (event) => handle(event),
  );
  await startApp(root, {
    ipc: makeIpc(),
    boot: async (ipc) => {
      await listening;
      const boot = await ipc.windowBoot({});
      label = boot.window;
      return boot;
    },
    listen: (listener) => {
      handle = listener;
      for (const event of waiting.splice(0)) listener(event);
    },
  });
}
