import type { MeaningStatus, UiEvent } from "../bindings";
import type { Ipc } from "../client";

export interface FakeMeaning {
  commands: Pick<Ipc, "meaningStatus" | "meaningPause">;
  /** Changes how the work is, and tells the page. */
  set: (fields: Partial<MeaningStatus>) => void;
}

/** The work on meaning, which is done unless a test says otherwise. */
export function makeMeaning(emit: (event: UiEvent) => void): FakeMeaning {
  let status: MeaningStatus = {
    state: "ready",
    reason: null,
    hint: null,
    done: 0,
    total: 0,
    perSecond: 0,
    engine: "all-MiniLM-L6-v2",
    switchingTo: null,
    scope: "all",
    embedded: 0,
    reused: 0,
  };
  const set = (fields: Partial<MeaningStatus>): void => {
    status = { ...status, ...fields };
    emit({ type: "meaningChanged", status });
  };
  return {
    set,
    commands: {
      meaningStatus: async () => status,
      meaningPause: async ({ paused }) => {
        set({ state: paused ? "paused" : "working" });
        return status;
      },
    },
  };
}
