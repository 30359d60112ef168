/** What a program writes and a person pastes, in the very terminal that a panel shows. */
import { createRoot } from "solid-js";
import { render } from "solid-js/web";
import { afterEach, expect, it, vi } from "vitest";
import { installTerminal } from "../index";
import { makeFakeApp, noLinks } from "../testing";

class Room {
  constructor(private readonly tell: ResizeObserverCallback) {}
  observe(target: Element) {
    const entry = { target, contentRect: new DOMRect(0, 0, 800, 200) } as unknown as ResizeObserverEntry;
    queueMicrotask(() => this.tell([entry], this as unknown as ResizeObserver));
  }
  unobserve() {}
  disconnect() {}
}
vi.stubGlobal("ResizeObserver", Room);

const cleanups: (() => void)[] = [];
afterEach(() => cleanups.splice(0).forEach((clean) => clean()));

async function shown() {
  const fake = await makeFakeApp();
  cleanups.push(createRoot((dispose) => (installTerminal(fake.app, noLinks), dispose)));
  const place = document.createElement("div");
  document.body.append(place);
  await fake.run("terminal.new");
  const panel = fake.panels.at(-1);
  if (!panel) throw new Error("no panel was opened");
  cleanups.push(
    render(() => fake.kind().render(panel), place),
    () => place.remove(),
  );
  const screen = () => place.querySelector<HTMLElement>("[data-testid=terminal]");
  const until = (what: () => unknown) => vi.waitFor(() => expect(what()).toBeTruthy(), { timeout: 4_000 });
  await until(() => screen()?.dataset["terminalId"]);
  const id = screen()?.dataset["terminalId"] ?? "";
  /** Writes as a program does, and waits until all of it was read. */
  const print = async (text: string) => {
    fake.backend.terminals.print(id, `${text}\r\nread to here`);
    await until(() => screen()?.dataset["lastLine"] === "read to here");
  };
  const typed = () =>
    fake.backend.calls
      .filter(({ name }) => name === "terminalWrite")
      .map(({ params }) => (params as { data: string }).data)
      .join("");
  return { ...fake, print, typed, until, place, panel };
}

it("asks before a program writes to the clipboard, and lets none read it", async () => {
  const { print, backend, typed, until, place } = await shown();
  backend.system.clipboard = "mine";
  await print(`\x1b]52;c;?\x07\x1b]52;c;${btoa("theirs")}\x07`);
  await until(() => bar(place)?.textContent.includes("theirs"));
  expect(backend.system.clipboard).toBe("mine");
  expect(typed(), "nothing was told").toBe("");
});

const bar = (place: HTMLElement) => place.querySelector<HTMLElement>("[data-testid=clipboard-bar]");
const press = (target: Element | null, key: string) =>
  target?.dispatchEvent(new KeyboardEvent("keydown", { key, keyCode: key.charCodeAt(0), bubbles: true }));

it("leaves the focus in the terminal while it asks, where no key answers", async () => {
  const { print, backend, until, place, run, panel } = await shown();
  const field = place.querySelector("textarea");
  field?.focus();
  await print(`\x1b]52;c;${btoa("theirs")}\x07`);
  await until(() => bar(place));
  expect(document.activeElement).toBe(field);
  for (const key of [" ", "Enter", "Escape", "a"]) press(document.activeElement, key);
  expect(bar(place), "it is still asked").not.toBeNull();
  await run("terminal.answerClipboard", panel.id);
  expect(document.activeElement?.textContent).toBe("Refuse");
  press(document.activeElement, "Escape");
  await until(() => bar(place) === null);
  expect(document.activeElement, "who came by keyboard goes back").toBe(field);
  expect(backend.system.clipboard).toBe("");
});

it("writes what was allowed", async () => {
  const { print, backend, until, place } = await shown();
  await print(`\x1b]52;c;${btoa("theirs")}\x07`);
  await until(() => bar(place));
  const [, once] = bar(place)?.querySelectorAll("button") ?? [];
  once?.click();
  await until(() => backend.system.clipboard === "theirs");
  expect(bar(place)).toBeNull();
});

it("types nothing for a program that asks for what it set itself", async () => {
  const { print, typed } = await shown();
  await print(
    "\x1b]0;touch evil\r\x07\x1b[21t\x1b[20t\x1b[18t\x1bP$qtouch evil\r\x1b\\\x1bP+q6576\x1b\\\x05",
  );
  expect(typed()).toBe("");
});

it("asks about what is pasted past the commands of the window", async () => {
  const { place, questions, typed, until, answers } = await shown();
  const field = place.querySelector("textarea");
  const paste = (text: string) => {
    const event = new Event("paste", { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { getData: () => text } });
    field?.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(paste("rm -rf x\nls\n")).toBe(true);
  await until(() => questions.length === 1);
  expect(questions[0]?.message).toContain("rm -rf x");
  expect(typed()).toBe("");
  answers.push("paste");
  paste("a\x1b[201~b");
  await until(() => typed() === "a[201~b");
  expect(questions[1]?.message, "what steers the terminal is shown").toContain("a<U+001B>[201~b");
});
