import { expect, test } from "vitest";
import { waitFor } from "./driver";
import { useStage } from "./stage";

const stage = useStage();

const code = `/// Makes room.
pub fn grow_line_buffer(step: usize) -> usize {
    step * 2
}
`;
const files = {
  "src/lines.rs": code,
  "design.md": "# Line design\n\nGrowth is [[grow_line_buffer]] alone.\n",
  "ideas.md": "# Ideas\n\nWhat if `grow_line_buffer` were lazy?\n",
};

interface Edge {
  suggestion?: boolean;
  changed?: boolean;
}

test("what is linked to a symbol stands above it and beside it, and a suggestion is taken with a key", async () => {
  const home = await stage.home(files);
  const made = await stage.tenon(home, "task", "create", "Bound it");
  expect(made.status, made.stderr).toBe(0);
  const page = await stage.open(home);
  await page.openFile("src/lines.rs");
  await page.says(".cm-above-text", "Line design", 30_000);
  await page.run("View: Show Context");
  const rows = "[data-testid=context-rows]";
  await page.says(rows, "Line design");
  await page.openFile("src/lines.rs", ":2");
  await page.says(rows, /Suggested.*Ideas/s);
  await page.run("View: Show Context");
  await page.window.waitForElement(`${rows}:focus`);
  const chosen = (): Promise<string> =>
    page.window.execute<string>(`return document.querySelector(".context-row.chosen")?.textContent ?? ""`);
  await page.window.press("home");
  await waitFor("the suggestion to be marked", async () => {
    if ((await chosen()).startsWith("Ideas")) return true;
    await page.window.press("down");
    return false;
  });
  await page.window.press("a");
  const edges = async (): Promise<Edge[]> => {
    const { stdout, stderr } = await stage.tenon(home, "link", "graph", "note:ideas.md", "--json");
    expect(stderr).toBe("");
    const lines = stdout.trim().split("\n");
    return lines.flatMap((line) => (JSON.parse(line) as { edge?: Edge }).edge ?? []);
  };
  await waitFor("the link to hold", async () =>
    (await edges()).some(({ suggestion }) => suggestion === false),
  );
  expect((await home.read("ideas.md")).toString(), "no file is changed").toBe(files["ideas.md"]);

  // What the symbol says changes on the disk, and the link says so.
  await home.write({ "src/lines.rs": code.replace("step * 2", "step + 4_096") });
  await waitFor("the change to be told", async () => (await edges()).some(({ changed }) => changed));
  await page.says(rows, "changed since", 30_000);

  await page.run("Graph: Show Around This");
  await page.window.waitForElement("[data-testid=graph]");
  await page.click("[data-testid=graph-as-list]");
  await page.says("[data-testid=graph-list]", "Line design");
});
