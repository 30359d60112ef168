import { expect, test } from "vitest";
import { waitFor } from "./driver";
import { useStage } from "./stage";

const stage = useStage();

const plan = `---
tags: [design]
---
# Plan

Growth is bounded, see [[limits]]. The sum is $a^2$.

> [!note] Remember
> One limit for all.

\`\`\`mermaid
graph LR
  A --> B
\`\`\`

<img src="http://example.org/pixel.png" onerror="document.title='run'">
`;

test("a note is read as it is typed, and a link leads on and is renamed with its note", async () => {
  const home = await stage.home({ "plan.md": plan, "limits.md": "# Limits\n\nBack to [[plan]].\n" });
  const page = await stage.open(home);
  await page.openFile("plan.md");
  await page.window.press("ctrl+shift+v");
  await page.says("[data-testid=note-panel] .markdown", "Growth is bounded");
  await page.window.waitForElement("[data-testid=note-panel] math");
  await page.says("[data-testid=note-panel] [data-callout]", "One limit for all.");
  await page.says("[data-testid=note-links]", "Limits");
  // The diagram is drawn under the window's own rules of what a page may load.
  await page.window.waitForElement("[data-testid=note-panel] [data-diagram] img", 20_000);
  const remote = await page.window.execute<number>(
    `return document.querySelectorAll("[data-testid=note-panel] img[src^=http]").length`,
  );
  expect(remote, "nothing is fetched").toBe(0);
  expect(await page.window.execute("return document.title")).not.toBe("run");

  await page.click("[data-testid=note-panel] [data-wikilink]");
  const script = `return [...document.querySelectorAll("[data-testid=note-panel] .note-title")]
    .map((title) => title.textContent).join()`;
  const titles = (): Promise<string> => page.window.execute<string>(script);
  await waitFor("the note of the link", async () => (await titles()).includes("Limits"));
  await page.run("Notes: Rename Note…");
  await page.window.waitForElement("[data-testid=dialog-input]");
  await page.window.press("ctrl+a");
  await page.window.type("bounds\n");
  await waitFor("the link to follow", async () =>
    (await home.read("plan.md")).toString().includes("see [[bounds]]."),
  );
  expect((await home.read("bounds.md")).toString()).toContain("# Limits");
  const found = await stage.tenon(home, "search", "--json", "kind:note limits");
  expect(found.stdout).toContain('"path":"bounds.md"');
});
