import { afterEach, describe, expect, it } from "vitest";
import type { FakeBackend } from "../../ipc/fake";
import { startFake, until } from "../../testing/start-fake";

const field = () => document.querySelector<HTMLInputElement>("[data-testid=runs-input]");
const rows = () => [...document.querySelectorAll(".run-row .run-command")].map((row) => row.textContent);
const runsText = () => document.querySelector("[data-testid=runs]")?.textContent ?? "";

async function setup(prepare: (fake: FakeBackend) => void = () => undefined) {
  const page = await startFake({ files: { "a.txt": "" } });
  prepare(page.fake);
  const open = async () => {
    await page.frame.commands.run("runs.show");
    await until("the panel", () => field() !== null);
  };
  const press = (key: string, more: KeyboardEventInit = {}) => {
    const target = document.activeElement?.closest("[data-testid=runs]") ? document.activeElement : field();
    target?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
  };
  const type = (text: string) => {
    const input = field();
    if (!input) throw new Error("the panel is not open");
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  return { ...page, open, press, type };
}

const fill = (fake: FakeBackend) => {
  fake.runs.add({ id: "1", command: "cargo test lines", exit: 101, cwd: "/w/a", outputBytes: 6 });
  fake.runs.outputs.set("1", "broke\u001b\n");
  fake.runs.add({ id: "2", command: "git status", cwd: "/w/b" });
  fake.runs.add({ id: "3", command: "echo one\necho two", cwd: "/w/b" });
};

afterEach(() => document.body.replaceChildren());

describe("the history of commands", () => {
  it("lists what ran, the newest first, and narrows as a person types and filters", async () => {
    const { open, type, press } = await setup(fill);
    await open();
    await until("the rows", () => rows().length === 3);
    expect(rows()).toEqual(["echo one …", "git status", "cargo test lines"]);
    type("test");
    await until("one row", () => rows().length === 1);
    await until("its output, with nothing hidden", () => runsText().includes("broke\\u{1b}"));
    type("");
    press("2", { altKey: true });
    await until("what failed", () => rows().length === 1 && rows()[0] === "cargo test lines");
    const filter = document.querySelector("[data-testid=runs-failed]");
    expect(filter?.getAttribute("aria-pressed")).toBe("true");
  });

  it("says when there is nothing, when nothing fits, and when it cannot be read", async () => {
    const { open, type, fake } = await setup();
    await open();
    await until("empty", () => runsText().includes("No command was recorded yet."));
    type("zzz");
    await until("nothing fits", () => runsText().includes("No command fits."));
    fake.failNext("runList", {
      code: "corrupt",
      message: "It is damaged.",
      hint: "Run doctor.",
      retryable: false,
    });
    type("zz");
    await until(
      "the fault",
      () => runsText().includes("It is damaged.") && runsText().includes("Run doctor."),
    );
    const again = [...document.querySelectorAll("button")].find((each) => each.textContent === "Try Again");
    again?.click();
    await until("it is read again", () => runsText().includes("No command fits."));
  });

  it("says that new commands are not kept when the setting is off", async () => {
    const page = await startFake({ files: {}, settings: { terminalHistoryEnabled: false } });
    await page.frame.commands.run("runs.show");
    await until("the note", () => runsText().includes("New commands are not kept"));
  });

  it("copies a command when no terminal is at its prompt, and goes", async () => {
    const { open, press, fake } = await setup(fill);
    await open();
    await until("the rows", () => rows().length === 3);
    press("ArrowDown");
    press("Enter");
    await until("the clipboard", () => fake.system.clipboard === "git status");
    expect(field()).toBeNull();
  });

  it("edits a command before it is taken, and goes back with Esc", async () => {
    const { open, press, fake } = await setup(fill);
    await open();
    await until("the rows", () => rows().length === 3);
    press("Tab");
    await until("the field", () => document.querySelector("[data-testid=run-edit]") !== null);
    const edit = document.querySelector<HTMLTextAreaElement>("[data-testid=run-edit]");
    expect(edit?.value).toBe("echo one\necho two");
    press("Escape");
    await until("the list", () => document.querySelector("[data-testid=run-edit]") === null);
    press("Tab");
    await until("the field", () => document.querySelector("[data-testid=run-edit]") !== null);
    const field = document.querySelector<HTMLTextAreaElement>("[data-testid=run-edit]");
    if (field) field.value = "echo three";
    field?.dispatchEvent(new InputEvent("input", { bubbles: true }));
    press("Enter");
    await until("what was edited", () => fake.system.clipboard === "echo three");
  });

  it("forgets a command only after a question", async () => {
    const { open, press, fake } = await setup(fill);
    await open();
    await until("the rows", () => rows().length === 3);
    press("Delete");
    await until("the question", () => document.querySelector("[data-answer=forget]") !== null);
    expect(fake.calls.some(({ name }) => name === "journalForget")).toBe(false);
    document.querySelector<HTMLElement>("[data-answer=forget]")?.click();
    await until("it is forgotten", () => fake.calls.some(({ name }) => name === "journalForget"));
    const asked = fake.calls.find(({ name }) => name === "journalForget");
    expect(asked?.params).toEqual({ subject: "run:3", text: null, since: null });
  });

  it("asks for more rows near the end of the list", async () => {
    const { open, press, fake } = await setup((fake) => {
      for (let at = 0; at < 450; at += 1) fake.runs.add({ id: `r${at}`, command: `make ${at}` });
    });
    await open();
    await until("the rows", () => rows().length > 0);
    for (let at = 0; at < 18; at += 1) press("PageDown");
    await until("the next page", () =>
      fake.calls.some(
        ({ name, params }) => name === "runList" && (params as { after: string }).after === "r250",
      ),
    );
  });
});
