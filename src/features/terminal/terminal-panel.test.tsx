import { createRoot } from "solid-js";
import { render } from "solid-js/web";
import { afterEach, describe, expect, it, vi } from "vitest";
import { installTerminal } from "./index";
import { makeFakeApp, noLinks } from "./testing";

/** Every element has room at once, as nothing is laid out here. */
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

/** Waits for a condition of the page, at most as long as a test may take. */
const until = (what: () => unknown) => vi.waitFor(() => expect(what()).toBeTruthy(), { timeout: 4_000 });

async function setup() {
  const fake = await makeFakeApp();
  const disposeRoot = createRoot((dispose) => {
    installTerminal(fake.app, noLinks);
    return dispose;
  });
  const place = document.createElement("div");
  document.body.append(place);
  const show = () => {
    const panel = fake.panels.at(-1);
    if (!panel) throw new Error("no panel was opened");
    return render(() => fake.kind().render(panel), place);
  };
  cleanups.push(disposeRoot, () => place.remove());
  const screen = () => place.querySelector<HTMLElement>("[data-testid=terminal]");
  const button = (name: string) =>
    [...place.querySelectorAll("button")].find((each) => each.textContent?.trim() === name);
  return { ...fake, fake, place, show, screen, button };
}

const cleanups: (() => void)[] = [];
afterEach(() => cleanups.splice(0).forEach((clean) => clean()));

describe("terminal panel", () => {
  it("shows a shell, its last line and its title", async () => {
    const { run, show, screen, fake, backend } = await setup();
    await run("terminal.new", { cwd: "src" });
    cleanups.push(show());
    await until(() => screen()?.dataset["terminalId"]);
    backend.terminals.print(screen()?.dataset["terminalId"] ?? "", "\r\nhello there");
    await until(() => screen()?.dataset["lastLine"] === "hello there");
    expect(fake.panels[0]?.title()).toBe("zsh — src");
  });

  it("offers a new shell when one has ended, and closes on request", async () => {
    const { run, show, screen, backend, button, fake } = await setup();
    await run("terminal.new");
    cleanups.push(show());
    await until(() => screen()?.dataset["terminalId"]);
    const id = screen()?.dataset["terminalId"] ?? "";
    backend.terminals.exit(id, 2);
    await until(() => document.querySelector(".terminal-ended")?.textContent?.includes("[exited 2]"));
    button("Restart")?.click();
    await until(() => screen()?.dataset["terminalId"] && screen()?.dataset["terminalId"] !== id);
    expect(document.querySelector(".terminal-ended")).toBeNull();
    await run("terminal.kill");
    expect(fake.panels).toEqual([]);
  });

  it("says why there is no shell", async () => {
    const { run, show, place, backend, button, foreign } = await setup();
    backend.failNext("terminalStart", {
      code: "invalid",
      message: "No shell here.",
      hint: "Set it.",
      retryable: false,
    });
    await run("terminal.new");
    cleanups.push(show());
    await until(() => place.textContent?.includes("No shell here."));
    expect(place.textContent).toContain("Set it.");
    expect(button("Try Again")).toBeTruthy();
    button("Open Settings")?.click();
    expect(foreign).toEqual([{ id: "settings.open", args: ["terminal.shell"] }]);
  });

  it("shows terminals without a panel, except those of the stored layout and what cannot be read", async () => {
    const fake = await makeFakeApp();
    const params = { restore: null, cwd: null, name: null, cols: 80, rows: 24 };
    const stored = await fake.app.ipc.terminalStart(params);
    const lost = await fake.app.ipc.terminalStart(params);
    fake.app.boot.layout = JSON.stringify({ ids: [stored.id, "kept-1"] });
    const keep = (id: string, problem: string | null = null) =>
      fake.backend.terminals.keep({ id, name: "zsh", cwd: "/a", keptAt: 0, problem }, "");
    keep("kept-1");
    keep("kept-2");
    keep("kept-3", "The terminal of 1 Jan 10:00 was kept by a newer Tenon (form 2).");
    cleanups.push(createRoot((dispose) => (installTerminal(fake.app, noLinks), dispose)));
    await until(() => fake.panels.length > 0);
    expect(fake.panels.map((panel) => panel.state())).toEqual([{ id: lost.id }, { id: "kept-2" }]);
    expect(await fake.kind().restore?.("x", { id: "kept-1" }), "it begins again").toBe(true);
    expect(await fake.kind().restore?.("x", { id: "kept-3" }), "it cannot be read").toBe(false);
    expect(await fake.kind().restore?.("x", { id: stored.id })).toBe(true);
    expect(await fake.kind().restore?.("x", { id: "unknown" }), "its shell is gone").toBe(false);
    expect(await fake.kind().restore?.("x", { id: null }), "it never had one").toBe(false);
  });
});
