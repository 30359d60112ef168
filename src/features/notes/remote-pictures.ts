/** Pictures of other machines that notes show: which may come, and those that came. */
import { createEffect, createRoot } from "solid-js";
import type { App } from "../../kernel/app";
import type { RemotePictures } from "../../ui/markdown/tools";

/** Pictures that are kept for this window, so that a line that is drawn anew asks nobody again. */
const MOST = 200;

/** Whether a name of `notes.remotePictures` is that of a server with its port; as the core reads it. */
export function isNamed(names: readonly string[], address: string): boolean {
  const { hostname, host, port, protocol } = new URL(address);
  const whole = port === "" ? `${hostname}:${protocol === "https:" ? 443 : 80}` : host;
  return names.some((written) => {
    const name = written.toLowerCase();
    const above = name.startsWith("*.") ? name.slice(1) : undefined;
    const fits = (one: string): boolean =>
      above === undefined ? one === name : one.endsWith(above) && one.length > above.length;
    return fits(hostname) || fits(whole);
  });
}

/** SVG is drawn only where it is called so; of the others the webview looks at the bytes. */
function blobOf(bytes: BlobPart, start: string): Blob {
  return new Blob([bytes], { type: /^\s*(?:\uFEFF)?\s*</.test(start) ? "image/svg+xml" : "image/png" });
}

export function createRemotePictures(app: Pick<App, "ipc" | "settings">): RemotePictures {
  /** The oldest first. */
  const kept = new Map<string, string>();
  const keep = (address: string, url: string): void => {
    const before = kept.get(address);
    if (before !== undefined) URL.revokeObjectURL(before);
    kept.delete(address);
    kept.set(address, url);
    const [oldest] = kept;
    if (kept.size <= MOST || !oldest) return;
    URL.revokeObjectURL(oldest[1]);
    kept.delete(oldest[0]);
  };
  /** What is on its way, by the address and what is allowed. */
  const coming = new Map<string, Promise<string>>();
  const fetched = async (address: string, allowed: readonly string[]): Promise<string> => {
    const bytes = await app.ipc.pictureFetch({ address, allowed: [...allowed] });
    const blob = blobOf(bytes, new TextDecoder().decode(new Uint8Array(bytes as ArrayBuffer).slice(0, 64)));
    const url = URL.createObjectURL(blob);
    keep(address, url);
    return url;
  };
  const named = (): string[] => app.settings().notesRemotePictures;
  return {
    watch: (address, show) => {
      if (kept.has(address)) {
        show();
        return () => undefined;
      }
      return createRoot((dispose) => {
        createEffect<boolean>((was) => {
          const is = isNamed(named(), address);
          if (is && !was) show();
          return is;
        }, false);
        return dispose;
      });
    },
    load: (address, allowed) => {
      const known = kept.get(address);
      if (known !== undefined) return Promise.resolve(known);
      // Two places may show one picture, and a place may be drawn anew meanwhile.
      const key = `${address}\n${allowed.join(" ")}`;
      const running = coming.get(key) ?? fetched(address, allowed).finally(() => coming.delete(key));
      coming.set(key, running);
      return running;
    },
    always: async (server) => {
      const value = JSON.stringify([...new Set([...named(), server])]);
      await app.ipc.settingsUpdate({ key: "notes.remotePictures", value });
    },
  };
}
