import { expect, test } from "vitest";
import { waitFor } from "./driver";
import { useStage } from "./stage";

const stage = useStage();

test("in a terminal the command line opens, pipes and searches in its own window", async () => {
  const home = await stage.home({ "src/deep/a.txt": "one\ntwo\nthree lamps\n", "b.txt": "a lamp\n" });
  const page = await stage.open(home);
  await page.newTerminal();
  await page.window.type("cd src/deep\n");

  await page.window.type("tenon open a.txt:3:7\n");
  await page.says("[data-testid=status-cursor]", "Ln 3, Col 7");
  await page.showsText("src/deep/a.txt", "one\ntwo\nthree lamps\n");

  await page.click("[data-testid=terminal]");
  await page.window.type("printf 'alpha\\nbeta\\n' | tenon open -\n");
  await page.says("[data-testid=editor]:not([data-path]) .cm-content", /alpha\s*beta/);
  expect(await page.has(`${page.tab("Not saved yet")}[data-dirty=true]`), "it is not saved").toBe(true);
  const { stdout } = await stage.tenon(home, "buffers", "--text", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ untitled: "Untitled-1", text: "alpha\nbeta\n" });

  await page.click("[data-testid=terminal]");
  await page.window.type("clear; tenon search lamp\n");
  await waitFor("hits as the shell names them", async () => {
    const rows = await page.screenRows();
    return rows.includes("../../b.txt:1:3:a lamp") && rows.includes("a.txt:3:7:three lamps");
  });

  await page.window.type("tenon search --window lamps\n");
  await page.says("[data-testid=search-results]", "three lamps");
  const typed = await page.window.execute<string>(
    `return document.querySelector("[data-testid=search-input]").value`,
  );
  expect(typed).toBe("lamps");
});

test("what a reference names is shown in the window, from its terminal and from outside", async () => {
  const home = await stage.home({ "src/a.txt": "one\ntwo\n" });
  const page = await stage.open(home);
  await page.newTerminal();
  await page.window.type("echo lantern\n");
  const ran = async (): Promise<string | undefined> => {
    const { stdout } = await stage.tenon(home, "runs", "lantern", "--json");
    const [line] = stdout.split("\n");
    return line ? (JSON.parse(line) as { id: string }).id : undefined;
  };
  const id = await waitFor("the command in the history", ran);
  const { status, stderr } = await stage.tenon(home, "open", `run:${id}`);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  await page.says("[data-testid=run-output]", "lantern");
  await page.window.press("escape");
  await page.gone("[data-testid=runs]");
  await page.click("[data-testid=terminal]");
  await page.window.type(`tenon open run:${id}\n`);
  await page.says("[data-testid=run-output]", "lantern");
  await page.window.press("escape");
  await page.gone("[data-testid=runs]");
  await page.click("[data-testid=terminal]");
  await page.window.type("cd src && tenon open file:src/a.txt:2:2\n");
  await page.says("[data-testid=status-cursor]", "Ln 2, Col 2");
  await page.showsText("src/a.txt", "one\ntwo\n");
});
