import { expect, test } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { partOf } from "./preview";

const files = {
  "a.md": "# A\n\nbefore\n\n![[b]]\n\n![[b#Part]]\n\n![[b^two]]\n\nafter\n",
  "b.md": "# B\n\nbegins\n\n## Part\n\nof [[c]]\n\n## Last\n\nend\n",
  "c.md": "# C\n",
  "circle.md": "# Circle\n\n![[round]]\n",
  "round.md": "# Round\n\n![[circle]]\n",
  "self.md": "# Self\n\n![[#Here]]\n\n## Here\n\n![[self]]\n",
  "gone.md": "![[nowhere]]\n\n![[b#Nothing]]\n\n![[x.pdf]]\n\n![[p.png]]\n",
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6].map((at) => [`deep${at}.md`, `level ${at}\n\n![[deep${at + 1}]]\n`]),
  ),
  "many.md": "![[c]]\n\n".repeat(120),
};

async function reading(path: string): Promise<{ page: FakePage; embeds: () => string[][] }> {
  const page = await startFake({ files });
  await page.frame.commands.run("notes.read", { path });
  const all = () => [...page.root.querySelectorAll<HTMLElement>("[data-testid=note-embed]")];
  const embeds = (): string[][] =>
    all().map((embed) => {
      const own = (selector: string): string => {
        const found = embed.querySelector(selector);
        const blocks = found?.children.length ? [...found.children] : found ? [found] : [];
        return blocks.map(({ textContent }) => textContent?.trim()).join(" ");
      };
      return [own(".note-embed-name"), own(":scope > .markdown"), own(":scope > .note-embed-said")];
    });
  return { page, embeds };
}

test("a part is a heading with what stands below it, a block or an item alone; other parts there are none", () => {
  const html = `<h1 data-heading="a" data-line="1">A</h1><p data-line="2">one</p>
    <ul data-line="3"><li data-line="3" data-block="x">item</li><li data-line="4">other</li></ul>`;
  expect(partOf(html, undefined)).not.toContain("data-");
  expect(partOf(html, "^x")).toBe("<ul><li>item</li></ul>");
  expect(partOf(html, "A")).toContain("other");
  expect([partOf(html, "B"), partOf(html, "^y")]).toEqual([undefined, undefined]);
});

test("embeds are drawn in their place: a note, a part of it, and what is not there says so", async () => {
  const { page, embeds } = await reading("a.md");
  await until(
    "the embeds",
    () => embeds().filter(([, text, said]) => text !== "" || said !== "").length === 3,
  );
  expect(embeds()).toEqual([
    ["b", "B begins Part of c Last end", ""],
    ["b › Part", "Part of c", ""],
    ["b › ^two", "", 'There is no block "^two" in this note.'],
  ]);
  const text = page.root.querySelector(".note-text");
  expect(text?.textContent?.indexOf("after"), "what follows comes behind").toBeGreaterThan(
    text?.textContent?.lastIndexOf("^two") ?? 0,
  );
  page.root.querySelector<HTMLElement>("[data-testid=note-embed] .markdown p")?.click();
  expect(page.frame.workbench.panels("note"), "text is no link").toHaveLength(1);
  page.root.querySelector<HTMLElement>("[data-testid=note-embed] [data-wikilink]")?.click();
  await until("a link in it leads on", () => page.frame.workbench.panels("note").length === 2);
  await page.frame.commands.run("notes.read", { path: "a.md" });
  page.root.querySelector<HTMLElement>(".note-embed-name")?.click();
  await until("its name leads there", () =>
    page.frame.workbench
      .panels("note")
      .some(({ state }) => (state() as { path: { path: string } }).path.path === "b.md"),
  );
});

test("an embed follows its note", async () => {
  const { page, embeds } = await reading("a.md");
  await until("the part", () => embeds()[1]?.[1] === "Part of c");
  page.fake.files.write("b.md", "# B\n\n## Part\n\nis new\n");
  page.fake.emit({ type: "filesWritten", paths: [{ path: "b.md" }], more: false } as never);
  await until("the new text", () => embeds()[1]?.[1] === "Part is new");
});

test("embeds in circles, too deep, too many or of nothing end with a sentence", async () => {
  const circle = await reading("circle.md");
  await until("the circle", () => circle.embeds().length === 2 && circle.embeds()[1]?.[2] !== "");
  expect(circle.embeds()[1]).toEqual(["circle", "", "This embeds itself, so it is not shown once more."]);

  const self = await reading("self.md");
  await until("itself", () => self.embeds().some(([, , said]) => said !== ""));
  const said = self.embeds().map(([name, , sentence]) => [name, sentence]);
  expect(said).toContainEqual(["self", "This embeds itself, so it is not shown once more."]);
  expect(said[0], "another part of the same note is no circle").toEqual(["Here", ""]);

  const deep = await reading("deep1.md");
  await until("the depth", () => deep.embeds().length === 5 && deep.embeds()[4]?.[2] !== "");
  expect(deep.embeds()[4]).toEqual(["deep6", "", "This is embedded too deep to be shown here."]);

  const gone = await reading("gone.md");
  await until("both", () => gone.embeds().filter(([, , sentence]) => sentence !== "").length === 2);
  expect(gone.embeds()).toEqual([
    ["nowhere", "", 'There is no note "nowhere".'],
    ["b › Nothing", "", 'There is no heading "Nothing" in this note.'],
    ["x.pdf", "", ""],
  ]);

  const many = await reading("many.md");
  const refused = "Too many notes are embedded here to show this one.";
  const count = (text: string): number => many.embeds().filter((embed) => embed.includes(text)).length;
  await until("all of them", () => count("C") === 100 && count(refused) === 20);
});
