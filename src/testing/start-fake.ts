/** The whole page on the backend in memory, for tests. */
import { startApp } from "../app";
import { makeFake, type FakeBackend, type FakeOptions } from "../ipc/fake";
import type { Frame } from "../kernel/frame";

export interface FakePage {
  fake: FakeBackend;
  frame: Frame;
  root: HTMLElement;
}

let dispose: (() => void) | undefined;

/** Starts the page in an element of its own; the one before goes. `install` adds panels of a test. */
export async function startFake(
  options: FakeOptions = {},
  install?: (frame: Frame) => void,
): Promise<FakePage> {
  dispose?.();
  const fake = makeFake(options);
  const root = document.createElement("div");
  document.body.replaceChildren(root);
  const page = await startApp(
    root,
    { ipc: fake.ipc, boot: (ipc) => ipc.windowBoot({}), listen: (handle) => void fake.listen(handle) },
    install,
  );
  if (!page) throw new Error(`The page did not start: ${root.textContent ?? ""}`);
  dispose = page.dispose;
  return { fake, frame: page.frame, root };
}

/** Waits until something holds; fails with what was awaited after 10 s. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`It never happened: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
