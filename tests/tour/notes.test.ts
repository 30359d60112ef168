import { describe, test } from "vitest";
import { useStage } from "../e2e/stage";
import { makeCamera } from "./camera";
import { lines, makeProject } from "./project";
import { sizes } from "./sizes";

const tasks: [title: string, ...more: string[]][] = [
  ["Cap line buffer growth", "--priority", "high", "--label", "searcher", "--due", "2026-12-01"],
  ["Bench CRLF counting", "--label", "bench"],
  ["Say the offset when the buffer is full", "--depends", "T-1", "--criterion", "Callers print it"],
  ["Read the limit from the settings", "--label", "searcher"],
];

/** All that a note can draw. */
const rich = `---
aliases: [Pieces]
tags: [design, searcher]
---
# All pieces

> [!warning] Growth is not bounded
> Until [[T-1]] is done; see [[line-buffer#Open question]] and [[nowhere]].

The cost is $n \\log n$, ~~never~~ ==seldom== more. %%Nobody reads this.%%

| Path | Lines | Cost |
| --- | ---: | :-: |
| lines.rs | 96 | $n^2$ |
| sink.rs | 41 | $a_1 + n$ |

- [ ] open
- [x] done
- [/] half of it
- [-] given up

![Build](https://badges.example/build.svg)

\`\`\`mermaid
sequenceDiagram
  Searcher->>Sink: a line
  Sink-->>Searcher: go on
\`\`\`

\`\`\`rust
step.grow(1024)?;
\`\`\`

![[line-buffer#Open question]]
`;

describe.each(sizes)("at $width × $height", (size) => {
  const stage = useStage(size);

  test("notes and tasks", async () => {
    const home = await makeProject(stage);
    for (const [title, ...more] of tasks) await stage.tenon(home, "task", "create", title, ...more);
    await stage.tenon(home, "task", "edit", "T-1", "--status", "In Progress");
    await stage.tenon(home, "task", "edit", "T-2", "--status", "Done");
    const page = await stage.open(home);
    const camera = makeCamera(page, home, size);
    await page.click("[data-testid=trust-yes]");
    await page.openFile(lines, ":57:21");
    await page.openFile("notes/line-buffer.md");
    await page.run("Notes: Open Reading View to the Side");
    await page.says("[data-testid=note-panel] .markdown", "Growth is bounded");
    await page.window.waitForElement("[data-testid=note-links]");
    await page.run("View: Show Notes");
    await page.window.waitForElement("[data-testid=note-list] [role=option]");
    await camera.take("80-note-and-list");
    await page.window.press("ctrl+alt+n");
    await page.window.waitForElement("[data-testid=capture-text]");
    await page.window.type("Ask whether the limit is per file");
    await camera.take("81-quick-capture");
    await page.window.press("escape");
    await page.run("Tasks: Show Tasks");
    await page.window.waitForElement("[data-testid=tasks-rows]");
    await page.run("Tasks: Show Board");
    await page.window.waitForElement("[data-testid=board] [role=option]");
    await camera.take("82-tasks-and-board");
    await page.window.press("ctrl+p");
    await page.window.waitForElement("[data-testid=palette-input]");
    await page.window.type("limit");
    await page.says("[data-testid=palette]", "T-4");
    await camera.take("83-one-field");
    await page.window.press("escape");
  });

  test("what has to do with what is in front", async () => {
    const home = await makeProject(stage);
    for (const [title, ...more] of tasks) await stage.tenon(home, "task", "create", title, ...more);
    await stage.tenon(home, "link", "add", `file:${lines}`, "file:notes/line-buffer.md");
    const page = await stage.open(home);
    const camera = makeCamera(page, home, size);
    await page.click("[data-testid=trust-yes]");
    await page.openFile(lines, ":57:21");
    await page.run("View: Show Outline");
    await page.window.waitForElement("[data-testid=outline-rows] [role=treeitem]");
    await camera.take("84-right-and-outline");
    await page.run("View: Show Context");
    await page.says("[data-testid=context-rows]", "Linked");
    await camera.take("85-context");
    await page.run("Links: Show What Is Linked Here");
    await camera.take("86-linked-here");
    await page.window.press("escape");
    await page.window.waitForElement(".cm-above");
    await camera.take("87-line-above-symbols");
  });

  test("a note with everything, and a change from outside", async () => {
    const home = await makeProject(stage);
    await stage.tenon(home, "task", "create", "Cap line buffer growth");
    await home.write({ "notes/pieces.md": rich });
    const page = await stage.open(home);
    const camera = makeCamera(page, home, size);
    await page.click("[data-testid=trust-yes]");
    await page.openFile("notes/pieces.md");
    await page.run("Notes: Open Reading View to the Side");
    await page.says("[data-testid=note-panel] .markdown", "Growth is not bounded");
    await page.window.waitForElement("[data-testid=note-panel] .markdown img");
    await page.window.waitForElement(".cm-note-block img");
    await camera.take("88-all-pieces");
    await page.openFile("notes/line-buffer.md", ":1:1");
    await page.window.type("!");
    await page.window.waitForElement(`${page.tab("notes/line-buffer.md")}[data-dirty=true]`);
    const before = (await home.read("notes/line-buffer.md")).toString();
    await home.write({ "notes/line-buffer.md": before.replace("CRLF is", "CRLF was") });
    await page.says("[data-testid=notice]", "changed on disk");
    await camera.take("89-changed-outside");
    await page.run("Notes: Open Reading View to the Side");
    await page.click("[data-testid=note-mentions]");
    await camera.take("90-mentions");
  });
});
