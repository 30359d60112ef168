import { afterEach, describe, expect, it } from "vitest";
import type { RunInfo } from "../../ipc/bindings";
import type { FakeBackend } from "../../ipc/fake";
import { matchText } from "../../kernel/match-text";
import { startFake, until } from "../../testing/start-fake";
import { typedOf } from "./run-row";

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
  it("marks no letter of what stands for a secret", () => {
    const line = "curl -u <REDACTED:GITHUB_TOKEN:0123abcd> git.example";
    const typed = typedOf(line);
    expect(typed).toHaveLength(line.length);
    expect(matchText(typed, "git")).toEqual([41, 42, 43]);
    expect(matchText(typed, "redacted")).toBeUndefined();
  });

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

  it("shows all of the marked command, however long it is, above what it wrote", async () => {
    const { open, type, fake } = await setup(fill);
    const long = `echo ${"a b ".repeat(60)}end`;
    fake.runs.add({ id: "4", command: long, cwd: "/w/b" });
    const whole = () => document.querySelector(".run-whole")?.textContent;
    await open();
    await until("all of it", () => whole() === long);
    type("two");
    await until("all of its lines", () => whole() === "echo one\necho two");
  });

  it("tells a command that wrote nothing from one whose output is not kept", async () => {
    const { open, fake } = await setup();
    const said = () =>
      [...document.querySelectorAll(".run-wrote .run-about")].map((line) => line.textContent);
    const shows = async (part: Partial<RunInfo> & Pick<RunInfo, "id">, text: string) => {
      fake.runs.add({ command: `echo ${part.id}`, ...part });
      await open();
      await until(text, () => runsText().includes(`echo ${part.id}`) && said().includes(text));
      document.body
        .querySelector("[data-testid=runs-input]")
        ?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
      await until("it is closed", () => field() === null);
    };
    await shows({ id: "1" }, "It wrote nothing.");
    await shows({ id: "2", outputBytes: 7 }, "No output is kept.");
    await shows({ id: "3", source: "bash" }, "No output is kept.");
    await shows({ id: "4", state: "lost", exit: null }, "No output is kept.");
  });

  it("asks again for what is still being read", async () => {
    const { open, fake } = await setup(fill);
    fake.runs.reading = 2;
    await open();
    await until("all of it", () => rows().length === 3 && fake.runs.reading === 0);
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

  it("marks the first error, hides the middle of a long output, and follows its places", async () => {
    const { open, fake } = await setup((fake) => {
      const lines = Array.from({ length: 500 }, (_, at) => `line ${at + 1}`);
      lines[449] = "error: a.txt:3:1 broke, see https://example.test/e1.";
      fake.runs.add({
        id: "1",
        command: "make",
        exit: 2,
        cwd: "/w",
        outputBytes: 9,
        firstError: { line: 450, text: "" },
      });
      fake.runs.outputs.set("1", `${lines.join("\n")}\n`);
    });
    await open();
    const shown = () => document.querySelectorAll(".run-line").length;
    await until("both ends", () => shown() === 200 && runsText().includes("… 300 lines more"));
    expect(document.querySelector("[data-testid=run-error]")?.textContent).toContain("broke");
    const links = [...document.querySelectorAll<HTMLElement>(".run-link")];
    expect(links.map(({ textContent }) => textContent)).toEqual(["a.txt:3:1", "https://example.test/e1"]);
    links[1]?.click();
    await until("the browser", () => fake.calls.some(({ name }) => name === "linkOpen"));
    document.querySelector<HTMLElement>(".run-more")?.click();
    await until("all of it", () => shown() === 500);
    document.querySelectorAll<HTMLElement>(".run-link")[0]?.click();
    await until("the file", () => fake.calls.some(({ name }) => name === "documentOpen"));
    expect(field(), "the panel makes room").toBeNull();
  });

  it("says when an output cannot be read", async () => {
    const { open } = await setup((fake) => {
      fake.runs.add({ id: "1", command: "make", outputBytes: 9 });
      fake.failNext("runOutput", { code: "corrupt", message: "Damaged.", hint: null, retryable: false });
    });
    await open();
    await until("the fault", () => runsText().includes("What it wrote could not be read."));
  });

  it("copies the command, walks on with its own key, and shows what else can be done", async () => {
    const { open, press, fake, frame } = await setup(fill);
    await open();
    await until("the rows", () => rows().length === 3);
    await frame.commands.run("runs.next");
    press("c", { ctrlKey: true });
    await until("the clipboard", () => fake.system.clipboard === "git status");
    press("F10", { shiftKey: true });
    await until(
      "the menu",
      () => document.querySelector("[role=menu]")?.textContent?.includes("Copy Link") === true,
    );
    await frame.commands.run("runs.copyLink", fake.runs.all[1]);
    expect(fake.system.clipboard).toBe("run:2");
  });

  it("opens a terminal where a command ran, and says where it cannot", async () => {
    const { open, press, frame } = await setup((fake) => {
      fake.runs.add({ id: "1", command: "ls", cwd: "/elsewhere" });
      fake.runs.add({ id: "2", command: "make", cwd: "/home/ada/src/ripgrep/crates" });
    });
    await open();
    await until("the rows", () => rows().length === 2);
    press("ArrowDown");
    press("t", { altKey: true });
    await until("why not", () => document.body.textContent?.includes("is outside of this folder") === true);
    press("ArrowUp");
    press("t", { altKey: true });
    await until("a terminal", () => frame.workbench.panels("terminal").length === 1);
    expect(frame.workbench.panels("terminal")[0]?.state()).toEqual({ id: null, cwd: { path: "crates" } });
    expect(field(), "the panel makes room").toBeNull();
  });

  it("shows one command that was asked for above the others, until something else is", async () => {
    const { frame, press, type } = await setup(fill);
    press("2", { altKey: true });
    await frame.commands.run("runs.show", "run:1");
    await until("it stands first", () => rows()[0] === "cargo test lines" && rows().length === 3);
    type("git");
    await until("what is typed", () => rows().join() === "git status");
  });
});

describe("importing histories", () => {
  const history = (source: "bash" | "atuin", added: number, problem: string | null = null) => ({
    source,
    file: `/home/ada/.${source}`,
    found: 10,
    added,
    known: 10 - added,
    forgotten: 0,
    excluded: 0,
    unreadable: 0,
    warning: null,
    problem:
      problem === null
        ? null
        : ({ code: "conflict", message: problem, hint: null, retryable: true } as const),
  });
  const answer = (id: string) => document.querySelector<HTMLElement>(`[data-answer=${id}]`);
  const imports = (fake: FakeBackend) =>
    fake.calls
      .filter(({ name }) => name === "runImport")
      .map(({ params }) => (params as { dry: boolean }).dry);

  it("counts first, asks, and says what came and what did not", async () => {
    const { frame, fake, open } = await setup((fake) => {
      const newer = { ...history("bash", 3), forgotten: 2, warning: "It is a newer one." };
      fake.runs.histories.push(newer, history("atuin", 0, "The database is locked."));
    });
    await open();
    await until("the offer", () => runsText().includes("Import From Shells and Atuin…"));
    void frame.commands.run("runs.import");
    await until("the question", () => answer("import") !== null);
    const asked = document.querySelector("[data-testid=dialog]")?.textContent ?? "";
    expect(asked).toContain("Import 3 commands?");
    expect(asked).toContain("3 new of 10 commands; 7 known already, 2 forgotten before, It is a newer one.");
    expect(asked).toContain("The database is locked.");
    expect(imports(fake)).toEqual([true]);
    answer("import")?.click();
    await until(
      "the notice",
      () => document.body.textContent?.includes("3 commands were imported.") === true,
    );
    expect(imports(fake)).toEqual([true, false]);
    await until("they are listed", () => rows().length === 3);
  });

  it("writes nothing when the person does not want it, or there is nothing new", async () => {
    const { frame, fake } = await setup((fake) => void fake.runs.histories.push(history("bash", 3)));
    void frame.commands.run("runs.import");
    await until("the question", () => answer("cancel") !== null);
    answer("cancel")?.click();
    await until("no question", () => answer("cancel") === null);
    expect(imports(fake)).toEqual([true]);
    fake.runs.histories.splice(0);
    await frame.commands.run("runs.import");
    await until("a word", () => document.body.textContent?.includes("No history of bash") === true);
  });
});
