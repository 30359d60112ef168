/** The one event that the core sends to the page. */
import { listen } from "@tauri-apps/api/event";
import type { UiEvent, WindowEvent } from "./bindings";

/** Hands on each event that is for this window (by its label) or for all; resolves once it listens. */
export async function listenToEvents(
  window: () => string | undefined,
  handle: (event: UiEvent) => void,
): Promise<() => void> {
  return listen<WindowEvent>("tenon-event", ({ payload }) => {
    const label = window();
    if (payload.window === null || label === undefined || payload.window === label) handle(payload.event);
  });
}
