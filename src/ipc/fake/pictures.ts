import type { SettingsSnapshot } from "../bindings";
import type { Ipc } from "../client";
import { AppError } from "../app-error";
import { fault } from "./fault";

/** Servers elsewhere. */
export interface FakePictures {
  /** What stands at an address: a text such as SVG, or the address that it sends on to. */
  put: (address: string, picture: { text: string } | { to: string }) => void;
}

/** Asks servers that are named only, each on the way on its own. */
export function makePictures(
  settings: () => SettingsSnapshot,
): FakePictures & { commands: Pick<Ipc, "pictureFetch"> } {
  const there = new Map<string, { text: string } | { to: string }>();
  const fetched = (address: string, allowed: readonly string[]): ArrayBuffer => {
    const { host } = new URL(address);
    if (![...allowed, ...settings().settings.notesRemotePictures].includes(host))
      throw new AppError({
        code: "permission",
        message: `Nothing is fetched from ${host} until you allow it`,
        about: host,
        retryable: false,
      });
    const found = there.get(address);
    if (!found) throw fault("invalid", `${host} answered with the status 404`);
    return "to" in found ? fetched(found.to, allowed) : new TextEncoder().encode(found.text).buffer;
  };
  return {
    put: (address, picture) => void there.set(address, picture),
    commands: { pictureFetch: async ({ address, allowed }) => fetched(address, allowed ?? []) },
  };
}
