import { describe, test } from "vitest";
import { waitFor } from "../e2e/driver";
import { processOf, runningOf } from "../e2e/running";
import { programs, useStage } from "../e2e/stage";
import { makeCamera } from "./camera";
import { lines, makeProject } from "./project";
import { sizes } from "./sizes";

describe.each(sizes)("at $width × $height", (size) => {
  const stage = useStage(size);

  test("what an earlier session left", async () => {
    const home = await makeProject(stage);
    const first = await stage.open(home);
    await first.click("[data-testid=trust-yes]");
    await first.openFile(lines);
    await first.openFile("crates/searcher/src/sink.rs");
    await first.newTerminal();
    await first.window.type("cd crates/searcher; ls src; git log --oneline\n");
    await first.terminalShows(/^❯$/);
    await waitFor("the terminal to be kept", async () => {
      const { stdout } = await stage.tenon(home, "sessions", "--json");
      return /"cwd":"[^"]*\/crates\/searcher"[^\]]*"keptAt":\d/.test(stdout);
    });
    const window = await processOf(home, new RegExp(`^${programs.window} (?!--keep-sessions)`));
    process.kill(window.pid, "SIGKILL");
    await waitFor("its end", async () => (await runningOf(home)).length === 0);

    const page = await stage.open(home);
    const camera = makeCamera(page, home, size);
    await page.window.waitForElement("[data-testid=status-branch]");
    await waitFor("the marked line", async () =>
      (await page.screenRows()).some((row) => row.startsWith("── restored from ")),
    );
    await page.terminalShows(/^❯$/);
    await camera.take("60-restored");
    await page.click("[data-testid=resume]");
    await page.window.waitForElement("[role=menu]");
    await camera.take("61-resume");
    await page.window.press("escape");
    await page.run("Session: Resume…");
    await page.window.waitForElement("[data-testid=dialog-pick], [data-testid=palette], [role=listbox]");
    await camera.take("62-resume-by-key");
    await page.window.press("escape");
  });
});
