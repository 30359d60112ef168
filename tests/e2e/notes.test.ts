import { createServer, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
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

/** A picture of 8 by 6. */
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="6"><rect width="8" height="6"/></svg>`;
const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

test("a picture of a server comes when the person lets it, and by itself once its server is named", async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end(svg);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const at = (name: string): string => `http://127.0.0.1:${port}/${name}.svg`;
  const home = await stage.home({ "a.md": `# A\n\n![one](${at("one")})\n\n![two](${at("two")})\n` });
  const page = await stage.open(home);
  await page.openFile("a.md");
  await page.window.press("ctrl+shift+v");
  const place = "[data-testid=note-panel] .markdown-remote";
  await page.says(place, `one (127.0.0.1:${port})`);
  expect(asked, "nothing was asked yet").toEqual([]);
  await (await page.button(place, "Load")).click();
  const widths = (): Promise<string> =>
    page.window.execute<string>(
      `return [...document.querySelectorAll("[data-testid=note-panel] .markdown img[src^=blob]")]
        .map((picture) => picture.naturalWidth).join()`,
    );
  await waitFor("the one that was asked for", async () => (await widths()) === "8");
  expect(asked).toEqual(["/one.svg"]);
  await (await page.button(place, /^Always/)).click();
  await waitFor("the other one", async () => (await widths()) === "8,8");
  expect(asked).toEqual(["/one.svg", "/two.svg"]);
  await page.says("[data-testid=status-egress]", "Local and pictures", 20_000);
  const told = await stage.tenon(home, "egress", "--json");
  const lines = told.stdout.trim().split("\n").slice(1);
  const targets = lines.map((line) => JSON.parse(line) as { way: string; target: string; decision: string });
  expect(targets.map(({ way, target, decision }) => [way, target, decision])).toEqual([
    ["picture", `127.0.0.1:${port}`, "allowed"],
    ["picture", `127.0.0.1:${port}`, "allowed"],
  ]);
});
