import { createRoot, createSignal } from "solid-js";
import type { SidecarStatus } from "../../ipc/bindings";
import type { Frame } from "../../kernel/frame";

export interface SidecarStore {
  status: () => SidecarStatus;
  set: (status: SidecarStatus) => void;
}

const stores = new WeakMap<object, SidecarStore>();

/** The one store of a window; the first who asks makes it. */
export function sidecarOf(frame: Pick<Frame, "boot" | "on">): SidecarStore {
  const known = stores.get(frame);
  if (known) return known;
  const made = createRoot((): SidecarStore => {
    const [status, set] = createSignal(frame.boot.sidecar);
    frame.on("sidecarChanged", (event) => set(event.status));
    return { status, set };
  });
  stores.set(frame, made);
  return made;
}
