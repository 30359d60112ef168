import { describe, test } from "vitest";
import { useStage } from "../e2e/stage";
import { makeCamera } from "./camera";
import { lines, makeProject } from "./project";
import { sizes } from "./sizes";

const canvas = "[data-testid=graph-canvas][data-settled=true] canvas";

describe.each(sizes)("at $width × $height", (size) => {
  const stage = useStage(size);

  test("the graph", async () => {
    const home = await makeProject(stage);
    await stage.tenon(home, "task", "create", "Cap line buffer growth");
    const page = await stage.open(home);
    const camera = makeCamera(page, home, size);
    await page.click("[data-testid=trust-yes]");
    await page.openFile(lines);
    await page.run("Graph: Show Around This");
    await page.window.waitForElement("[data-testid=graph]");
    await page.run("View: Show Graph");
    await page.window.waitForElement(".graph-lately-row");
    await page.openFile("notes/line-buffer.md");
    await page.run("Graph: Show Around This");
    await page.window.waitForElement(canvas);
    await camera.take("92-graph");
    await page.click("[data-testid=graph-as-list]");
    await page.window.waitForElement("[data-testid=graph-list] [role=treeitem]");
    await camera.take("93-graph-as-list");
  });
});
