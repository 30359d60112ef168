import { afterEach, expect, it, vi } from "vitest";
import { startFake, until } from "../../../testing/start-fake";

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
afterEach(() => document.body.replaceChildren());

it("opens by the keys of menus while a command is selected, which else go to the terminal", async () => {
  const { frame, fake, root } = await startFake({ files: { "a.txt": "" } });
  await frame.commands.run("terminal.new");
  const screen = () => root.querySelector<HTMLElement>("[data-testid=terminal]");
  await until("a terminal", () => Boolean(screen()?.dataset["terminalId"]));
  const id = screen()?.dataset["terminalId"] ?? "";
  fake.terminals.mark(id, [{ at: "prompt" }, { at: "input" }]);
  fake.terminals.print(id, "make\r\n");
  fake.terminals.mark(id, [{ at: "command", run: "a" }]);
  fake.terminals.print(id, "out\r\n");
  fake.terminals.mark(id, [{ at: "end", run: "a", exit: 2 }, { at: "prompt" }, { at: "input" }]);
  screen()?.querySelector("textarea")?.focus();
  await until("its command", () => frame.contexts.get("terminalBlocks") === true);
  const press = (key: string, more: KeyboardEventInit = {}) => {
    const at = document.activeElement ?? document.body;
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
    return !at.dispatchEvent(event);
  };
  const entries = () => [...document.querySelectorAll("[role=menuitem]")].map((entry) => entry.textContent);
  const typed = () =>
    fake.calls
      .filter(({ name }) => name === "terminalWrite")
      .map(({ params }) => (params as { data: string }).data)
      .join("");
  press("F10", { shiftKey: true, keyCode: 121 });
  await until("the terminal has it", () => typed() === "\x1b[21;2~");
  expect(entries()).toEqual([]);
  for (const [key, more] of [
    ["F10", { shiftKey: true }],
    ["ContextMenu", {}],
  ] as const) {
    screen()?.querySelector("textarea")?.focus();
    press("ArrowUp", { ctrlKey: true });
    expect(press(key, more), "the window takes it").toBe(true);
    await until(key, () => entries().some((text) => text?.startsWith("Copy Command")));
    press("Escape");
    await until("it is closed", () => entries().length === 0);
  }
  expect(typed(), "nothing more came to the shell").toBe("\x1b[21;2~");
});
