import type { SessionInfo, SessionTerminal } from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";

export interface FakeSession {
  info: SessionInfo;
  layout: string | null;
}

export interface FakeSessions {
  commands: Pick<Ipc, "layoutSwap" | "sessionList" | "sessionOpen">;
  /** Runs that can be put back, the newest first. */
  list: FakeSession[];
  /** Layouts by branch. */
  branches: Map<string, string>;
}

/** Runs of the program as a test lays them out. */
export function makeSessions(): FakeSessions {
  const list: FakeSession[] = [];
  const branches = new Map<string, string>();
  return {
    list,
    branches,
    commands: {
      layoutSwap: async ({ from, to, layout }) => {
        branches.set(from, layout);
        return { layout: branches.get(to) ?? null };
      },
      sessionList: async ({ limit }) => ({ sessions: list.slice(0, limit).map(({ info }) => info) }),
      sessionOpen: async ({ id }) => {
        const found = list.find(({ info }) => info.id === id);
        if (!found) throw fault("notFound", "This session is no longer kept.");
        return { layout: found.layout, terminals: found.info.terminals satisfies SessionTerminal[] };
      },
    },
  };
}

/** A run with a few tabs, for tests and for looking at the page. */
export function sampleSession(id: string, fields: Partial<SessionInfo> = {}): SessionInfo {
  return {
    id,
    startedAt: 0,
    endedAt: null,
    at: 0,
    current: false,
    branch: null,
    tabs: [],
    terminals: [],
    files: [],
    commands: [],
    problem: null,
    ...fields,
  };
}
