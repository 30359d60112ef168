/** Finds what runs for a person, by the home that stands in its environment. */
import { readdir, readFile } from "node:fs/promises";
import type { Home } from "./home";

export interface Running {
  pid: number;
  /** The command line, its arguments parted by blanks. */
  command: string;
}

/** What drives the window in a test is no part of it. */
const DRIVERS = /^\S*(tauri-driver|WebKitWebDriver)\b/;

async function look(pid: number, home: Home): Promise<Running | undefined> {
  try {
    const environment = (await readFile(`/proc/${pid}/environ`, "utf8")).split("\0");
    if (!environment.includes(`HOME=${home.root}`)) return undefined;
    const command = (await readFile(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ").trim();
    // A process that ended and was not yet waited for has no command line any more.
    return command === "" || DRIVERS.test(command) ? undefined : { pid, command };
  } catch {
    // It ended while it was looked at, or is somebody else's.
    return undefined;
  }
}

/** Everything that runs for this person: the window's processes, shells, the sidecar. */
export async function runningOf(home: Home): Promise<Running[]> {
  const pids = (await readdir("/proc")).map(Number).filter((pid) => pid > 0);
  const found = await Promise.all(pids.map((pid) => look(pid, home)));
  return found.filter((running) => running !== undefined);
}

/** The one process whose command line fits. */
export async function processOf(home: Home, command: RegExp): Promise<Running> {
  const all = await runningOf(home);
  const found = all.filter((running) => command.test(running.command));
  const [only] = found;
  if (found.length === 1 && only) return only;
  const seen = all.map((running) => running.command).join("\n");
  throw new Error(`${found.length} processes fit ${command}, of these:\n${seen}`);
}
