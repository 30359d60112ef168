/** Lays out and draws a graph off the main thread. */
import type { Begin, Begun, FromPicture, ToPicture } from "./messages";
import inter from "@fontsource/inter/files/inter-latin-400-normal.woff2?url";
import { makeScene } from "./scene";

type Message = Begin | ToPicture;

/** What of a worker's global is used; its whole type would clash with that of a page. */
interface Self {
  postMessage: (message: Begun | FromPicture) => void;
  addEventListener: (type: "message", handle: (event: MessageEvent<Message>) => void) => void;
  requestAnimationFrame?: (run: () => void) => number;
  fonts?: Pick<FontFaceSet, "add">;
}

const self = globalThis as unknown as Self;
let scene: ((message: ToPicture) => void) | undefined;

function begin(canvas: OffscreenCanvas): void {
  const brush = canvas.getContext("2d");
  if (!brush) throw new Error("The worker has no 2D context for its canvas.");
  scene = makeScene({
    canvas,
    brush,
    frame: (run) => void (self.requestAnimationFrame?.(run) ?? setTimeout(run, 16)),
    clock: () => performance.now(),
    tell: (message) => self.postMessage(message),
  });
}

self.addEventListener("message", ({ data }) => {
  if (data.type === "begin") begin(data.canvas);
  else scene?.(data);
});

/** A worker knows no font of the page's style sheets. */
async function loadFont(): Promise<void> {
  if (typeof FontFace === "undefined" || !self.fonts) return;
  self.fonts.add(await new FontFace("Inter", `url(${inter})`).load());
}

const draws = typeof OffscreenCanvas !== "undefined" && new OffscreenCanvas(1, 1).getContext("2d") !== null;
// Without it the labels have another font, and that is all.
const begun = (): void => self.postMessage({ type: "begun", draws });
loadFont().then(begun, begun);
