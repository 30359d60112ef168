/** The work that makes the folder searchable by meaning, in the status bar and the palette. */
import type { MeaningStatus } from "../../ipc/bindings";
import type { Frame } from "../../kernel/frame";
import { MeaningItem } from "./meaning-item";
import { meaningOf } from "./meaning-store";

/** How the work on meaning is; reactive, and `undefined` until it is known. */
export function meaningStatus(frame: Frame): MeaningStatus | undefined {
  return meaningOf(frame).status();
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
