import { createSignal } from "solid-js";
import { expect, test } from "vitest";
import { makeFake } from "../../ipc/fake";
import { dress } from "../../ui/markdown/dress";
import { createLeads, leadsNowhere } from "./leads";

const from = { path: "a.md" };

test("a link leads to a note, a task, a file, a symbol, or nowhere; each name is asked for once", async () => {
  const fake = makeFake({
    files: { "a.md": "# A\n\n[[b]]\n", "b.md": "# B\n", "src/lines.rs": "fn grow() {\n}\n" },
  });
  fake.tasks.add({ title: "One" });
  const [stamp, setStamp] = createSignal(0);
  const leads = createLeads(fake, stamp);
  const all = (): Promise<boolean[]> =>
    Promise.all(["b", "", "T-1", "lines.rs", "grow", "Nope", "T-9"].map((name) => leads(from, name)));
  expect(await all()).toEqual([true, true, true, true, true, false, false]);
  const asked = fake.calls.length;
  await all();
  expect(fake.calls.length, "nothing is asked again").toBe(asked);
  fake.files.write("Nope.md", "# Nope\n");
  setStamp(1);
  expect(await leads(from, "Nope")).toBe(true);
});

test("what cannot be asked counts as leading somewhere", async () => {
  const fake = makeFake({ files: { "a.md": "" } });
  fake.failNext("symbolsFind", new Error("no index"));
  expect(await createLeads(fake, () => 0)(from, "grow")).toBe(true);
});

test("in a text that is read a link to nothing is marked, and says what a press does", async () => {
  const block = document.createElement("p");
  block.innerHTML = '<a data-wikilink data-target="Nope">Nope</a> <a data-wikilink data-target="b">b</a>';
  const nowhere = (target: string): Promise<string | undefined> =>
    Promise.resolve(target === "Nope" ? leadsNowhere(target) : undefined);
  dress(block, { prefix: "x-", tools: { nowhere }, onLeave: () => undefined });
  await Promise.resolve();
  const marked = [...block.querySelectorAll<HTMLElement>("[data-nowhere]")];
  expect(marked.map(({ textContent, dataset }) => [textContent, dataset["tip"]])).toEqual([
    ["Nope", 'Nothing is called "Nope". A press offers to make the note.'],
  ]);
});
