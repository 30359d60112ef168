/** Processes of a test: each leads a group of its own, so that nothing of it is left behind. */
import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";

/** A started process. */
export interface Started {
  child: ChildProcess;
  /** Ends the whole group: asked first, then killed. */
  stop(): Promise<void>;
}

/** Milliseconds between two looks at a condition. */
const EVERY = 50;
/** Milliseconds that a process has to end after it was asked to. */
const GRACE = 3_000;

const pause = (milliseconds: number) => new Promise((resume) => setTimeout(resume, milliseconds));

/** Looks at a condition until it gives something, and fails after the deadline with what was awaited. */
export async function waitFor<T>(
  what: string,
  condition: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  deadline = 20_000,
): Promise<T> {
  const end = Date.now() + deadline;
  let fault: unknown;
  do {
    try {
      const found = await condition();
      if (found !== undefined && found !== null && found !== false) return found;
      fault = undefined;
    } catch (error) {
      // What is looked at may just be drawn anew; the last fault is told when time is up.
      fault = error;
    }
    await pause(EVERY);
  } while (Date.now() < end);
  throw new Error(`Waited ${deadline} ms in vain for ${what}.`, { cause: fault });
}

function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, name);
    return true;
  } catch {
    return false;
  }
}

/** Starts a program as the leader of a new process group. */
export function start(program: string, args: string[], options: SpawnOptions = {}): Started {
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], ...options, detached: true });
  let failed: Error | undefined;
  child.on("error", (error) => (failed = error));
  return {
    child,
    async stop() {
      const group = child.pid;
      if (group === undefined) throw failed ?? new Error(`${program} was not started.`);
      signal(group, "SIGTERM");
      await waitFor(`${program} to end`, () => !signal(group, 0), GRACE).catch(() =>
        signal(group, "SIGKILL"),
      );
      await waitFor(`${program} to be gone`, () => child.exitCode !== null || child.signalCode !== null);
    },
  };
}
