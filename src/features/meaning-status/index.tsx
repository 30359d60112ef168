/** The work that makes the folder searchable by meaning, in the status bar and the palette. */
import type { MeaningStatus } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";
import { MeaningItem } from "./meaning-item";
import { isBuilding, sidecarStatus } from "../sidecar-status";
import { knownMeaning, meaningOf } from "./meaning-store";

/** How the work on meaning is; reactive, and `undefined` until it is known. */
export function meaningStatus(app: App): MeaningStatus | undefined {
  return knownMeaning(app)?.status();
}

/** What is waited for before anything can be found by meaning, while that is so. */
export function meaningStart(app: App): "The model is being built" | "The sidecar is starting" | undefined {
  const sidecar = sidecarStatus(app);
  if (sidecar.state !== "starting") return undefined;
  return isBuilding(sidecar) ? "The model is being built" : "The sidecar is starting";
}

export function installMeaningStatus(frame: Frame): void {
  const store = meaningOf(frame);
  const is =
    (...states: string[]) =>
    (): boolean =>
      states.includes(store.status()?.state ?? "");
  const scoped = (scope: string) => (): boolean => store.status()?.scope === scope;
  frame.commands.register([
    {
      id: "meaning.pause",
      title: "Meaning: Pause Search by Meaning",
      enabled: is("waiting", "working", "ready"),
      run: () => store.pause(true),
    },
    {
      id: "meaning.resume",
      title: "Meaning: Resume Search by Meaning",
      enabled: is("paused"),
      run: () => store.pause(false),
    },
    {
      id: "meaning.touched",
      title: "Meaning: Only What I Touch Today",
      enabled: scoped("all"),
      run: () => store.onlyTouched(true),
    },
    {
      id: "meaning.everything",
      title: "Meaning: Look at All Files",
      enabled: scoped("touched"),
      run: () => store.onlyTouched(false),
    },
  ]);
  frame.addStatus({
    id: "meaning",
    side: "left",
    order: 16,
    render: () => <MeaningItem frame={frame} store={store} />,
  });
}
