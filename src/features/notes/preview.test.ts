import { expect, test } from "vitest";
import { startFake, until } from "../../testing/start-fake";
import { linkAt } from "./editor-preview";
import { sectionOf } from "./preview";

const html = `<h1 data-heading="a" data-line="1">A</h1>
<p data-line="2">one</p>
<h2 data-heading="b" data-line="3">B c</h2>
<p data-line="4" data-block="x1">two</p>
<h3 data-heading="d" data-line="5">D</h3>
<p data-line="6">three</p>
<h2 data-heading="e" data-line="7">E</h2>
<p data-line="8">four</p>`;

test("a link to a heading shows what stands below it, one to a block that block alone", () => {
  const said = (fragment?: string): string => {
    const parsed = new DOMParser().parseFromString(sectionOf(html, fragment), "text/html");
    return (parsed.body.textContent ?? "").trim().replaceAll(/\s+/g, " ");
  };
  expect(said("B c")).toBe("B c two D three");
  expect(said("A#D")).toBe("D three");
  expect(said("^x1")).toBe("two");
  expect(said()).toBe("A one B c two D three E four");
  expect(said("nothing"), "a heading that is gone leaves the beginning").toBe(said());
  expect(sectionOf(`${"<p>x</p>".repeat(100)}`, undefined).match(/<p>/g)?.length).toBe(24);
});

test("the wikilink at a column is found with its parts", () => {
  const line = "see [[a b#c|d]] and ![[e]], [f](g)";
  expect(linkAt(line, 4)).toEqual({ from: 4, to: 15, target: "a b", fragment: "c" });
  expect(linkAt(line, 22)).toMatchObject({ target: "e", fragment: undefined });
  for (const column of [0, 17, 30]) expect(linkAt(line, column)).toBeUndefined();
  expect(linkAt("[[#here]]", 3)).toMatchObject({ target: "", fragment: "here" });
});

test("the link under the pointer shows its note, whose own links do nothing, until Escape", async () => {
  const page = await startFake({
    files: { "a.md": "# A\n\nTo [[b#Part]].\n", "b.md": "# B\n\nbefore\n\n## Part\n\nback to [[a]]\n" },
  });
  await page.frame.commands.run("notes.read", { path: "a.md" });
  const link = (): HTMLElement | null => page.root.querySelector("[data-wikilink]");
  const card = (): HTMLElement | null => document.querySelector("[data-testid=note-preview]");
  await until("the note", () => link() !== null);
  link()?.dispatchEvent(new Event("pointerover", { bubbles: true }));
  await until("the card", () => card()?.textContent?.includes("back to") === true);
  expect(card()?.textContent).not.toContain("before");
  const panels = page.frame.workbench.panels("note").length;
  card()?.querySelector<HTMLElement>("[data-wikilink]")?.click();
  expect(page.frame.workbench.panels("note").length).toBe(panels);
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  await until("it is gone", () => card() === null);
  link()?.dispatchEvent(new Event("focusin", { bubbles: true }));
  await until("the focus shows it, too", () => card() !== null);
  page.root.dispatchEvent(new Event("pointerover", { bubbles: true }));
  await until("the pointer went elsewhere", () => card() === null);
});
