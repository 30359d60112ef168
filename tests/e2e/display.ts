/** A display of its own for a test: X server, window manager, session bus, and hands made with xdotool. */
import { execFile } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { pictureOf } from "./picture";
import { start, waitFor, type Started } from "./process";

const run = promisify(execFile);

export interface Point {
  x: number;
  y: number;
}

export interface Display {
  /** The environment for programs that shall appear here. */
  env: NodeJS.ProcessEnv;
  /** What of it speaks of the display, to be put over another environment. */
  place: NodeJS.ProcessEnv;
  /** Drags with the left button, as a hand does, so that HTML5 drags begin. Screen pixels. */
  drag(from: Point, to: Point): Promise<void>;
  /** Presses a chord in xdotool's names, such as `ctrl+shift+p`. */
  key(chord: string): Promise<void>;
  type(text: string): Promise<void>;
  click(at: Point, button?: 1 | 2 | 3): Promise<void>;
  /** Moves the pointer there. */
  move(to: Point): Promise<void>;
  /** Clicks with a key held down, in xdotool's names. */
  clickWith(key: string, at: Point): Promise<void>;
  /** All that the display shows, as PNG. */
  picture(): Promise<Buffer>;
  /** The top left of the content of the window with the focus. */
  origin(): Promise<Point>;
  stop(): Promise<void>;
}

/** The first line that a process writes to one of its pipes. */
async function firstLine(process: Started, pipe: number, what: string): Promise<string> {
  const stream = process.child.stdio[pipe] as Readable | null | undefined;
  if (!stream) throw new Error(`${what} has no pipe ${pipe}.`);
  let line: string | undefined;
  createInterface({ input: stream }).once("line", (text) => (line = text.trim()));
  return waitFor(what, () => {
    if (process.child.exitCode !== null) throw new Error(`${what}: the program ended at once.`);
    return line;
  });
}

const at = ({ x, y }: Point): string[] => ["mousemove", String(Math.round(x)), String(Math.round(y))];

/** Points between two places, for a pointer that moves. */
function path(from: Point, to: Point, steps: number): Point[] {
  return Array.from({ length: steps }, (_, index) => {
    const part = (index + 1) / steps;
    return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
  });
}

export interface DisplayOptions {
  width: number;
  height: number;
  /** A file with settings of the window manager. */
  windowManager?: string;
}

/** Starts a display of the given size. Whoever starts it has to stop it. */
export async function startDisplay(size: DisplayOptions = { width: 1440, height: 900 }): Promise<Display> {
  const started: Started[] = [];
  const stop = async () => {
    for (const process of started.splice(0).reverse()) await process.stop();
  };
  try {
    const screen = `${size.width}x${size.height}x24`;
    const server = start("Xvfb", ["-displayfd", "3", "-screen", "0", screen, "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    started.push(server);
    const display = `:${await firstLine(server, 3, "the number of the display")}`;

    const bus = start("dbus-daemon", ["--session", "--nofork", "--print-address=1"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    started.push(bus);
    const address = await firstLine(bus, 1, "the address of the session bus");

    // The window may stay blank when WebKit composites on a display without a graphics card.
    const place = {
      DISPLAY: display,
      DBUS_SESSION_BUS_ADDRESS: address,
      WEBKIT_DISABLE_COMPOSITING_MODE: "1",
      // There is nobody to read the window aloud, and each start would wait for them.
      NO_AT_BRIDGE: "1",
    };
    const env = { ...process.env, ...place };
    const xdotool = async (...args: string[]) => (await run("xdotool", args, { env })).stdout;
    // Without a window manager no element ever has the focus.
    const settings = size.windowManager === undefined ? [] : ["--config-file", size.windowManager];
    // Now and then it does not get hold of a display that has only just come up.
    for (let left = 3; left > 0; left -= 1) {
      const manager = start("openbox", settings, { env, stdio: "ignore" });
      started.push(manager);
      const answers = async (): Promise<string> => (await xdotool("get_num_desktops")).trim();
      const fault = await waitFor("the window manager", answers, 8_000).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (fault === undefined) break;
      await manager.stop();
      if (left === 1) throw fault;
    }

    return {
      env,
      place,
      stop,
      async drag(from, to) {
        // A drag begins after some pixels, and its targets look at where the pointer passes: a hand
        // has a speed, which the pauses between the steps stand for.
        const begin = path(from, { x: from.x + 8, y: from.y + 8 }, 4);
        const steps = [...begin, ...path({ x: from.x + 8, y: from.y + 8 }, to, 16), to];
        const moves = steps.flatMap((step) => [...at(step), "sleep", "0.02"]);
        await xdotool(...at(from), "mousedown", "1", ...moves, "mouseup", "1");
      },
      key: async (chord) => void (await xdotool("key", "--clearmodifiers", chord)),
      type: async (text) => void (await xdotool("type", "--delay", "5", text)),
      move: async (point) => void (await xdotool(...at(point))),
      clickWith: async (key, point) =>
        void (await xdotool("keydown", key, ...at(point), "click", "1", "keyup", key)),
      click: async (point, button = 1) => void (await xdotool(...at(point), "click", String(button))),
      picture: () => pictureOf(env),
      async origin() {
        // The geometry that xdotool tells counts the frame twice, so the pointer goes there and is asked.
        const toCorner = ["mousemove", "--window", "%1", "0", "0"];
        const place = await xdotool("getactivewindow", ...toCorner, "getmouselocation", "--shell");
        const value = (name: string) => Number(new RegExp(`^${name}=(-?\\d+)$`, "m").exec(place)?.[1]);
        return { x: value("X"), y: value("Y") };
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
