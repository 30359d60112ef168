import { afterEach, describe, expect, it } from "vitest";
import { startFake, until } from "../../testing/start-fake";
import { detailOf, rankScripts } from "./script-provider";

const input = () => document.querySelector<HTMLInputElement>("[data-testid=palette-input]");
const options = () => [...document.querySelectorAll("[role=option]")].map((row) => row.textContent);

async function setup() {
  const page = await startFake({ files: { "a.txt": "" } });
  const { fake, frame } = page;
  fake.scripts.add({ id: "package.json:build", name: "build", detail: "vite build" });
  fake.scripts.add({ id: "web/package.json:build", name: "build", folder: { path: "web" } });
  fake.scripts.add({
    id: "justfile:deploy",
    name: "deploy",
    tool: "just",
    parameters: [
      { name: "host", default: null, many: false },
      { name: "port", default: "22", many: false },
    ],
  });
  const press = (key: string) =>
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
    );
  const panels = () => frame.workbench.panels("terminal").map((panel) => panel.state());
  return { ...page, press, panels };
}

afterEach(() => document.body.replaceChildren());

describe("scripts", () => {
  it("are found by their names first, and by where they stand", async () => {
    const { fake } = await setup();
    const ids = (query: string) => rankScripts(fake.scripts.scripts, query).map(({ script }) => script.id);
    expect(ids("")).toEqual(["package.json:build", "web/package.json:build", "justfile:deploy"]);
    expect(ids("depl")).toEqual(["justfile:deploy"]);
    expect(ids("web")).toEqual(["web/package.json:build"]);
    const [first, second] = fake.scripts.scripts;
    expect(first && detailOf(first)).toBe("npm · vite build");
    expect(second && detailOf(second)).toBe("npm · web · npm run build");
  });

  it("are listed in the palette, run in a terminal, and run again by one key", async () => {
    const { fake, frame, press, panels } = await setup();
    await frame.commands.run("scripts.again");
    await until("the list, because nothing ran yet", () => options().length === 3);
    expect(input()?.value).toBe("!");
    press("Enter");
    await until("it runs", () => fake.scripts.ran.length === 1);
    await until("its terminal", () => panels().length === 1);
    await frame.commands.run("scripts.again");
    expect(fake.scripts.ran).toEqual([
      { id: "package.json:build", arguments: [] },
      { id: "package.json:build", arguments: [] },
    ]);
    expect(panels(), "the same terminal").toHaveLength(1);
  });

  it("are given what they have to be given", async () => {
    const { fake, frame } = await setup();
    void frame.commands.run("scripts.start", fake.scripts.scripts[2]);
    const field = () => document.querySelector<HTMLInputElement>("[data-testid=dialog-input]");
    await until("the question", () => field() !== null);
    const asked = field();
    if (!asked) throw new Error("there is no question");
    asked.value = "my host";
    asked.dispatchEvent(new InputEvent("input", { bubbles: true }));
    asked.form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    await until("it runs", () => fake.scripts.ran.length === 1);
    expect(fake.scripts.ran[0]).toEqual({ id: "justfile:deploy", arguments: ["my host"] });
  });

  it("say why they do not run, and which files could not be read", async () => {
    const { fake, frame } = await setup();
    fake.failNext("scriptRun", {
      code: "permission",
      message: "This folder is not trusted, so nothing in it is run or obeyed.",
      hint: "Trust the folder.",
      retryable: false,
    });
    await frame.commands.run("scripts.start", fake.scripts.scripts[0]);
    await until("the refusal", () => document.body.textContent.includes("This folder is not trusted"));
    fake.scripts.faults.push('"web/package.json", line 3: it is no JSON');
    await frame.commands.run("scripts.run");
    await until("the fault", () => document.body.textContent.includes('"web/package.json", line 3'));
  });
});
