import { createComponent } from "solid-js";
import { render } from "solid-js/web";
import { expect, test } from "vitest";
import { startFake, until } from "../../testing/start-fake";
import type { NoteInfo } from "../../ipc/bindings";
import { MentionList } from "./mention-list";
import type { Notes } from "./notes";
import { mentionIn } from "./mention";

test("a mention is a whole word of plain text in any case, and of two names the longer", () => {
  const found = (line: string, ...names: string[]): string | undefined => {
    const at = mentionIn(line, names);
    return at && line.slice(at.from, at.to);
  };
  expect(found("see Line Buffer.", "line", "line buffer")).toBe("Line Buffer");
  expect(found("a C++ (x) b", "c++")).toBe("C++");
  expect(found("Überbau", "bau")).toBeUndefined();
  for (const line of ["`sink`", "[[sink]]", "[sink](a.md)", "#sink", "https://a.example/sink", "sinks"])
    expect(found(line, "sink", " "), line).toBeUndefined();
  expect(found("[[sink]] and sink", "sink")).toBe("sink");
  expect(mentionIn("[[sink]] and sink", ["sink"])?.from).toBe(13);
});

test("of many notes that link here the first are shown, then all, and words find one", async () => {
  const many = Array.from({ length: 25 }, (_, at): [string, string] => [`n${at + 1}.md`, "[[sink]]\n"]);
  const page = await startFake({ files: { "sink.md": "# Sink\n", ...Object.fromEntries(many) } });
  await page.frame.commands.run("notes.read", { path: "sink.md" });
  const names = (): string[] =>
    [...page.root.querySelectorAll("[aria-label='Linked from'] .note-place")].map((at) => at.textContent);
  await until("the first ones", () => names().length === 20);
  expect(names().slice(0, 3), "numbers are numbers").toEqual(["n1", "n2", "n3"]);
  page.root.querySelector<HTMLElement>("[data-testid=note-links] .note-chip")?.click();
  expect(names()).toHaveLength(25);
  const field = page.root.querySelector<HTMLInputElement>(".note-places-filter");
  if (!field) throw new Error("There is no filter.");
  field.value = "N25";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  expect(names()).toEqual(["n25"]);
});

test("a line that names a note twice stands there once", () => {
  const place = { path: { path: "a.md" }, title: "A", line: 3, text: "Ring and ring.", mention: true };
  const info = { path: { path: "ring.md" }, title: "Ring", aliases: [] } as unknown as NoteInfo;
  const root = document.createElement("div");
  const places = [place, { ...place }, { ...place, line: 4 }];
  const dispose = render(
    () => createComponent(MentionList, { notes: {} as unknown as Notes, info, places }),
    root,
  );
  expect(root.querySelectorAll(".note-mention")).toHaveLength(2);
  dispose();
});
