/** Finds out where a graph can be drawn, in a worker or in the page, and starts it there. */
import type { Begin, Begun, FromPicture, ToPicture } from "./messages";

export interface RunningPicture {
  send: (message: ToPicture) => void;
  stop: () => void;
  canvas: HTMLCanvasElement;
}

/** How long a worker may take to say that it draws, in milliseconds. */
const PATIENCE = 5_000;

/** A worker that has said that it draws; nothing where there is none. */
function startWorker(): Promise<Worker | undefined> {
  const can = typeof Worker !== "undefined" && "transferControlToOffscreen" in HTMLCanvasElement.prototype;
  if (!can) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = new Worker(new URL("./graph.worker.ts", import.meta.url), { type: "module" });
    } catch {
      // What forbids workers does not forbid drawing.
      return resolve(undefined);
    }
    const settle = (draws: boolean): void => {
      clearTimeout(timer);
      worker.onerror = worker.onmessage = null;
      if (!draws) worker.terminate();
      resolve(draws ? worker : undefined);
    };
    const timer = setTimeout(() => settle(false), PATIENCE);
    worker.onerror = () => settle(false);
    worker.onmessage = ({ data }: MessageEvent<Begun>) => settle(data.type === "begun" && data.draws);
  });
}

/** Answers with nothing where no canvas can be drawn on at all. */
export async function startPicture(
  tell: (message: FromPicture) => void,
): Promise<RunningPicture | undefined> {
  const worker = await startWorker();
  const canvas = document.createElement("canvas");
  if (worker) {
    const begin: Begin = { type: "begin", canvas: canvas.transferControlToOffscreen() };
    worker.onmessage = ({ data }: MessageEvent<FromPicture>) => tell(data);
    worker.postMessage(begin, [begin.canvas]);
    return { canvas, send: (message) => worker.postMessage(message), stop: () => worker.terminate() };
  }
  const brush = canvas.getContext("2d");
  if (!brush) return undefined;
  const { makeScene } = await import("./scene");
  let stopped = false;
  const scene = makeScene({
    canvas,
    brush,
    frame: (run) =>
      requestAnimationFrame(() => {
        if (!stopped) run();
      }),
    clock: () => performance.now(),
    tell,
  });
  return { canvas, send: scene, stop: () => (stopped = true) };
}
