import { afterEach, describe, expect, it } from "vitest";
import type { FakeBackend } from "../../ipc/fake";
import { startFake, until } from "../../testing/start-fake";
import { readRef, shortRef } from "./refs";

afterEach(() => document.body.replaceChildren());

const field = () => document.querySelector<HTMLInputElement>("[data-testid=palette-input]");
const rows = () => [...document.querySelectorAll(".quick-row .quick-title")].map((row) => row.textContent);
const chips = () =>
  [...document.querySelectorAll("[data-testid=links] .link-name")].map((each) => each.textContent);

function type(text: string): void {
  const input = field();
  if (!input) throw new Error("nothing is asked");
  input.value = text;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

const press = (key: string): void =>
  void field()?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

async function setup(prepare: (fake: FakeBackend) => void = () => undefined) {
  const page = await startFake({ files: { "src/grow.rs": "fn grow_buffer() {}\n", "b.md": "" } });
  page.fake.runs.add({ id: "1", command: "cargo test grow", cwd: "/w" });
  page.fake.runs.add({ id: "2", command: "git status", cwd: "/w" });
  prepare(page.fake);
  return page;
}

describe("references", () => {
  it("are read by their kind, and others are none", () => {
    expect(readRef("run:0190")).toEqual({ kind: "run", id: "0190" });
    expect(readRef("file:a:b")).toEqual({ kind: "file", id: "a:b" });
    for (const bad of ["run:", ":x", "http://a", "toString:1", "grow"])
      expect(readRef(bad), bad).toBeUndefined();
    expect(shortRef("commit:4f1c9e2000000000")).toBe("commit 4f1c9e20");
  });
});

describe("linking a command", () => {
  it("offers files, symbols and commands, and keeps what is chosen", async () => {
    const { frame, fake } = await setup();
    void frame.commands.run("links.add", "run:2");
    await until("the question", () => field() !== null);
    type("grow");
    await until("all kinds", () => rows().length === 3);
    expect(rows()).toEqual(["grow.rs", "grow_buffer", "cargo test grow"]);
    press("ArrowDown");
    press("Enter");
    await until("the link", () => fake.links.all.length === 1);
    expect(fake.links.all[0]).toMatchObject({ from: "run:2", to: "symbol:src/grow.rs#grow_buffer" });
  });

  it("leaves the command itself out, takes any reference as written, and says what cannot be read", async () => {
    const { frame, fake } = await setup();
    void frame.commands.run("links.add", "run:2");
    await until("the question", () => field() !== null);
    type("git status");
    await until("nothing", () => document.body.textContent?.includes("Nothing fits.") === true);
    type("commit:4f1c9e2");
    await until("as written", () => rows()[0] === "commit 4f1c9e2");
    for (const name of ["fileFind", "symbolsFind", "runList"] as const) {
      fake.failNext(name, { code: "corrupt", message: "It is damaged.", hint: null, retryable: false });
    }
    type("grow");
    await until("the fault", () => document.body.textContent?.includes("It is damaged.") === true);
  });

  it("shows links where the command is previewed, goes there, and takes a removed one back", async () => {
    const { frame, fake } = await setup((fake) => {
      void fake.ipc.linkAdd({ from: "run:1", to: "file:src/grow.rs" });
    });
    await frame.commands.run("runs.show", "run:1");
    await until("the link", () => chips()[0] === "src/grow.rs");
    document.querySelector<HTMLElement>(".link-remove")?.click();
    await until("it is gone", () => fake.links.all.length === 0 && chips().length === 0);
    const undo = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Undo");
    undo?.click();
    await until("it is back", () => chips()[0] === "src/grow.rs");
    document.querySelector<HTMLElement>(".link-go")?.click();
    await until("the file", () => fake.calls.some(({ name }) => name === "documentOpen"));
  });

  it("sees links that others make", async () => {
    const { frame, fake } = await setup();
    await frame.commands.run("runs.show", "run:1");
    await until("the panel", () => document.querySelector("[data-testid=run-preview]") !== null);
    expect(chips()).toEqual([]);
    await fake.ipc.linkAdd({ from: "run:2", to: "run:1" });
    await until("the link", () => chips()[0] === "git status");
  });

  it("leads from a reference in the palette to the history", async () => {
    const { frame, fake } = await setup();
    await frame.commands.run("palette.show", "run:1");
    await until("the row", () => rows()[0] === "Show run:1");
    press("Enter");
    await until("the command first", () => {
      const marked = document.querySelector(".run-row[aria-selected=true] .run-command");
      return marked?.textContent === "cargo test grow";
    });
    fake.emit({ type: "referenceRequested", reference: "run:2" });
    await until("the command that something outside asks for", () => {
      const marked = document.querySelector(".run-row[aria-selected=true] .run-command");
      return marked?.textContent === "git status";
    });
    await frame.commands.run("links.open", "run:gone");
    await until(
      "a word",
      () => document.body.textContent?.includes("There is no command run:gone.") === true,
    );
  });
});
