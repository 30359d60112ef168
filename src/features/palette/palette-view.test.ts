import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";

const files = { "src/main.rs": "fn main() {}\n", "src/lib.rs": "\n", "README.md": "# Hello\n" };
const input = ({ root }: FakePage): HTMLInputElement | null =>
  root.querySelector("[data-testid=palette-input]");
const rows = ({ root }: FakePage): (string | null)[] =>
  [...root.querySelectorAll("[data-testid=palette] .quick-title")].map((row) => row.textContent);

async function typed(page: FakePage, text: string): Promise<void> {
  const field = input(page);
  if (!field) throw new Error("The palette is not open.");
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await until(
    `the search for ${text} is over`,
    () => page.root.querySelector(".quick-empty")?.textContent !== "",
  );
}

const press = (page: FakePage, key: string): void => {
  input(page)?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
};

describe("the palette on the page", () => {
  it("finds a file, and opens it at a line", async () => {
    const page = await startFake({ files });
    await page.frame.commands.run("palette.files");
    await typed(page, "main:2:1");
    await until("the file is found", () => rows(page).includes("main.rs"));
    press(page, "Enter");
    await until("the file is open", () => page.frame.workbench.active()?.title() === "main.rs");
    expect(input(page), "the palette is gone").toBe(null);
  });

  it("runs a command and puts it first the next time", async () => {
    const page = await startFake({ files });
    await page.frame.commands.run("palette.commands");
    await typed(page, "> view log");
    await until("the command is found", () => rows(page)[0] === "View: Show Log");
    press(page, "Enter");
    await until("the log is open", () => page.frame.workbench.find("log") !== undefined);
    await page.frame.commands.run("palette.commands");
    await until("the commands are listed", () => rows(page).length > 5);
    expect(rows(page)[0]).toBe("View: Show Log");
  });

  it("leaves room to say where a long text is, and tells the whole row", async () => {
    const page = await startFake({
      files: { "src/long.txt": `${"many letters ".repeat(12)}\n`, "a.txt": "\n" },
    });
    await page.frame.commands.run("palette.show", "%many letters");
    const row = (): HTMLElement | null => page.root.querySelector("[data-testid=palette] .quick-row");
    await until("the line", () => row()?.textContent.includes("src/long.txt:1") ?? false);
    expect(row()?.dataset["tip"]).toMatch(/^many letters [^]*\nsrc\/long\.txt:1/u);
    const css = readFileSync(join(import.meta.dirname, "../../styles/overlays.css"), "utf8");
    expect(/\.quick-detail \{[^}]*min-width: 40%;/u.test(css), "a share that every engine reads").toBe(true);
  });

  it("walks its rows with the arrows and tells which one is marked", async () => {
    const page = await startFake({ files });
    await page.frame.commands.run("palette.files");
    await until("the files are listed", () => rows(page).length === 3);
    const marked = (): string | null | undefined =>
      page.root.querySelector(`#${CSS.escape(input(page)?.getAttribute("aria-activedescendant") ?? "")}`)
        ?.textContent;
    const first = marked();
    press(page, "ArrowDown");
    expect(marked()).not.toBe(first);
    press(page, "ArrowUp");
    press(page, "ArrowUp");
    expect(marked(), "round and round").toContain(rows(page)[2]);
  });

  it("goes with Esc and gives the focus back", async () => {
    const page = await startFake({ files });
    const field = page.root.querySelector<HTMLElement>(".top-palette");
    field?.focus();
    await page.frame.commands.run("palette.files");
    expect(document.activeElement).toBe(input(page));
    press(page, "Escape");
    expect(input(page)).toBe(null);
    expect(document.activeElement).toBe(field);
  });

  it("lists its prefixes behind a question mark", async () => {
    const page = await startFake({ files });
    await page.frame.commands.run("palette.files");
    await typed(page, "?");
    await until("the help is listed", () => rows(page).includes(":"));
    expect(rows(page)).toEqual(["…", ">", ":", "?", "%", "#", "@", "run:", "!"]);
  });
});
