import { expect, test } from "vitest";
import { waitFor } from "./driver";
import { useStage } from "./stage";

const stage = useStage();

const makefile = `## Build it
bad:
\t@echo 'src/a.c:2:7: error: no good here [-Wbad]'
\t@exit 2
good:
\t@echo fine
`;

test("a script runs in a terminal of its own, and its error leads to its place", async () => {
  const home = await stage.home({ Makefile: makefile, "src/a.c": "int a;\n  let count = 1;\n" });
  const page = await stage.open(home);
  await page.click("[data-testid=trust-yes]");
  await page.says("[data-testid=status-problems]", /^0\s*0$/);
  await page.window.press("ctrl+p");
  await page.choose("!bad", "bad");
  await page.says("[data-testid=status-problems]", /^1\s*0$/);

  await page.window.press("ctrl+shift+m");
  await page.says("[data-testid=problems-rows]", "no good here");
  await page.window.press("home", "down", "enter");
  await page.says("[data-testid=status-cursor]", /Ln 2, Col 7/);
  await page.says(".cm-problem-error", "count");
  await page.window.press("ctrl+home", "f8");
  await page.says("[data-testid=status-cursor]", /Ln 2, Col 7/);

  const listed = await stage.tenon(home, "problems", "--json");
  expect(listed.stdout).toContain('"path":"src/a.c"');
  await home.write({ Makefile: makefile.replace("exit 2", "true").replace("error: no", "all is") });
  await page.window.press("ctrl+shift+b");
  await waitFor("no problem any more", async () =>
    /^0\s*0$/.test((await page.text("[data-testid=status-problems]")).trim()),
  );
  const terminals = await page.window.execute<number>(
    `return document.querySelectorAll("[data-testid=terminal]").length`,
  );
  expect(terminals, "the same terminal ran it again").toBe(1);
});
