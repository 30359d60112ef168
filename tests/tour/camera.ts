/** Takes the pictures of the tour: each place in both themes. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { waitFor } from "../e2e/driver";
import type { Home } from "../e2e/home";
import type { Page } from "../e2e/page";

const target = process.env["TENON_TOUR"] ?? join(import.meta.dirname, "..", "..", "target", "tour");

const backgrounds = { dark: "rgb(21, 23, 26)", light: "rgb(251, 250, 248)" };
type Theme = keyof typeof backgrounds;

/** Waits until the page was drawn with what it holds now. */
async function drawn(page: Page): Promise<void> {
  await page.window.executeAsync(`const done = arguments[0];
    document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))`);
}

/** Two pictures in a row that are the same: nothing moves any more. */
async function still(page: Page): Promise<Buffer> {
  // A pointer that rests on something brings its hint up.
  await page.display.move({ x: 0, y: 0 });
  let last = await page.display.picture();
  return waitFor("the picture to stand still", async () => {
    const before = last;
    last = await page.display.picture();
    return before.equals(last) && last;
  });
}

export interface Camera {
  /** Takes a picture in each theme, with further settings. */
  take(name: string, settings?: Record<string, unknown>): Promise<void>;
}

export function makeCamera(page: Page, home: Home, size: { width: number; height: number }): Camera {
  const folder = join(target, `${size.width}x${size.height}`);
  const show = async (theme: Theme, settings: Record<string, unknown>): Promise<void> => {
    await home.configure("settings.json", { ...settings, "workbench.theme": theme });
    const colour = "return getComputedStyle(document.body).backgroundColor";
    await waitFor(
      `the ${theme} theme`,
      async () => (await page.window.execute(colour)) === backgrounds[theme],
    );
    await drawn(page);
  };
  return {
    async take(name, settings = {}) {
      await mkdir(folder, { recursive: true });
      for (const theme of ["light", "dark"] as const) {
        await show(theme, settings);
        await writeFile(join(folder, `${name}-${theme}.png`), await still(page));
      }
    },
  };
}
