import { Terminal } from "@xterm/xterm";
import { createRoot, createSignal } from "solid-js";
import { render } from "solid-js/web";
import { afterEach, describe, expect, it, vi } from "vitest";
import { makeFakeApp, makePanel, noLinks } from "../testing";
import { createBlocks } from "./blocks";
import { paletteColour, spansOf } from "./cell-spans";
import { rowsOf } from "./fold-rows";
import { FoldView } from "./fold-view";
import { createFolds } from "./folds";
import type { Mark } from "./mark";
import type { ScrollTo } from "./scroll-rows";

const cleanups: (() => void)[] = [];
afterEach(() => cleanups.splice(0).forEach((clean) => clean()));

const until = (what: () => unknown) => vi.waitFor(() => expect(what()).toBeTruthy(), { timeout: 4_000 });

async function setup(options: { rows?: number; cols?: number; scrollback?: number } = {}) {
  const { rows = 10, cols = 20, scrollback = 100 } = options;
  const terminal = new Terminal({ allowProposedApi: true, rows, cols, scrollback });
  const fake = await makeFakeApp();
  const panel = makePanel("p", { id: "t" }, async () => true);
  const blocks = createRoot((dispose) => {
    cleanups.push(dispose);
    return createBlocks(terminal, () => 0);
  });
  const play = async (...parts: (string | Mark)[]) => {
    for (const part of parts) {
      if (typeof part === "string") terminal.write(part);
      else terminal.write("", () => blocks.take([part]));
    }
    await new Promise<void>((done) => terminal.write("", done));
  };
  const command = (run: string, typed: string, output: string) =>
    play({ at: "prompt" }, "$ ", { at: "input" }, `${typed}\r\n`, { at: "command", run }, output, {
      at: "end",
      run,
      exit: 0,
    });
  const folds = createFolds(panel);
  const place = document.createElement("div");
  document.body.append(place);
  let scroll: ((to: ScrollTo) => void) | undefined;
  const [focused, setFocused] = createSignal(false);
  const show = () =>
    cleanups.push(
      render(
        () => (
          <FoldView
            app={fake.app}
            panel="p"
            screen={terminal}
            blocks={blocks}
            folds={folds}
            links={noLinks}
            focus={() => undefined}
            focused={focused()}
            onScroller={(to) => (scroll = to)}
          />
        ),
        place,
      ),
      () => place.remove(),
    );
  const lines = () => [...place.querySelectorAll(".fold-row")].map((row) => row.textContent);
  const scroller = () => scroll;
  return { fake, terminal, panel, blocks, folds, play, command, show, lines, place, scroller, setFocused };
}

describe("rows without what is folded", () => {
  it("lead from rows to lines and back", () => {
    const rows = rowsOf(
      [
        { run: "a", from: 1, to: 4 },
        { run: "b", from: 5, to: 6 },
      ],
      9,
    );
    const all = Array.from({ length: rows.count }, (_, row) => rows.at(row));
    const told = all.map((row) => (row.type === "line" ? row.line : row.gap.run));
    expect(told).toEqual([0, "a", 4, "b", 6, 7, 8]);
    expect([0, 1, 2, 3, 4, 5, 6, 8].map(rows.rowOf)).toEqual([0, 1, 1, 1, 2, 3, 4, 6]);
  });
});

describe("folded outputs", () => {
  it("are one row each, and the buffer keeps all of them", async () => {
    const { command, folds, show, lines, terminal, play, place } = await setup();
    await command("a", "ls", "one\r\ntwo\r\n");
    await command("b", "make", "three\r\nfour\r\n");
    await play({ at: "prompt" }, "$ ", { at: "input" }, "typed");
    const before = terminal.buffer.active.length;
    folds.set("a", true);
    show();
    await until(() => lines().length === 6);
    expect(lines()).toEqual(["$ ls", "2 lines folded", "$ make", "three", "four", "$ typed"]);
    expect(terminal.buffer.active.length).toBe(before);
    place.querySelector<HTMLElement>("[data-testid=fold-gap]")?.click();
    await until(() => lines()[1] === "one");
    await play("!");
    await until(() => lines().at(-1) === "$ typed!");
  });

  it("keep their places through a resize, and go with what is erased", async () => {
    const { command, folds, show, lines, terminal, play, blocks } = await setup();
    await command("a", "cat", `${"x".repeat(50)}\r\n`);
    await command("b", "ls", "one\r\n");
    folds.all(["a", "b"]);
    show();
    await until(() => lines()[1] === "3 lines folded");
    terminal.resize(60, 10);
    await until(() => lines()[1] === "1 line folded");
    expect(lines()[3]).toBe("1 line folded");
    await play("\x1bc");
    await until(() => !blocks.hasFolded(folds.folded()));
  });

  it("leave the line that a prompt shares, and the last one of what runs", async () => {
    const { command, folds, show, lines, play } = await setup();
    await command("a", "printf", "one\r\nno end");
    await play({ at: "prompt" }, "$ ", { at: "input" }, "make\r\n", { at: "command", run: "b" });
    await play("1\r\n2\r\n50 %");
    folds.all(["a", "b"]);
    show();
    await until(() => lines().length > 0);
    expect(lines()).toEqual(["$ printf", "1 line folded", "no end$ make", "2 lines folded", "50 %"]);
  });

  it("show the cursor as that of a terminal with the focus wherever keys go to it", async () => {
    const { command, folds, show, place, play, setFocused } = await setup();
    await command("a", "ls", "one\r\n");
    await play("ab\x1b[D");
    folds.set("a", true);
    show();
    const cursor = () => place.querySelector<HTMLElement>(".fold-cursor");
    await until(() => cursor()?.dataset["text"] === "b");
    expect(cursor()?.dataset["focused"]).toBe("false");
    setFocused(true);
    expect(cursor()?.dataset["focused"]).toBe("true");
    setFocused(false);
    place.querySelector<HTMLElement>("[data-testid=fold-view]")?.focus();
    expect(cursor()?.dataset["focused"], "its keys are the terminal's").toBe("true");
    (document.activeElement as HTMLElement | null)?.blur();
    expect(cursor()?.dataset["focused"]).toBe("false");
    expect(cursor()?.textContent, "it is not copied with its row").toBe("");
  });

  it("leave the headers of commands with what they do, and the colour of the chosen one", async () => {
    const { fake, command, folds, show, place, blocks, play } = await setup({ cols: 80 });
    await command("a", "ls", "one\r\ntwo\r\n");
    await command("b", "true", "");
    await play({ at: "prompt" }, "$ ", { at: "input" });
    const ran: unknown[] = [];
    fake.app.commands.register([
      { id: "terminal.blockCopyOutput", title: "", run: (target) => void ran.push(target) },
    ]);
    folds.set("a", true);
    show();
    const header = (run: string) => place.querySelector(`[data-testid=block-header][data-run=${run}]`);
    const names = (run: string) =>
      [...(header(run)?.querySelectorAll("button") ?? [])].map((button) => button.getAttribute("aria-label"));
    await until(() => header("b"));
    expect(header("a")?.textContent).toBe("✓ 00 ms");
    const actions = ["Copy Output", "Run Again", "Link To…", "More Actions"];
    expect(names("a")).toEqual(["Expand Output", ...actions]);
    expect(names("b"), "it wrote nothing that could be collapsed").toEqual(actions);
    header("b")?.querySelector<HTMLElement>("[aria-label='Copy Output']")?.click();
    expect(ran).toEqual([{ id: "p", run: "b" }]);
    const edge = () => place.querySelector<HTMLElement>("[data-testid=block][data-run=a]");
    const before = edge();
    before?.click();
    expect(blocks.selected()).toBe("a");
    await until(() => edge()?.getAttribute("aria-pressed") === "true");
    await play("typed");
    expect(edge(), "what is pressed stays while output comes").toBe(before);
  });

  it("have the command in the first row while its output is read, and go to it", async () => {
    const { command, folds, show, place } = await setup({ scrollback: 500 });
    await command("a", "ls", "one\r\ntwo\r\n");
    await command("b", "seq 100", "x\r\n".repeat(100));
    folds.set("a", true);
    show();
    const view = place.querySelector<HTMLElement>("[data-testid=fold-view]");
    const scrolled = (to: number) => {
      if (view) view.scrollTop = to;
      view?.dispatchEvent(new Event("scroll"));
    };
    const sticky = () => place.querySelector<HTMLElement>("[data-testid=block-sticky]");
    // Where nothing is laid out a row has one pixel.
    scrolled(40);
    await until(() => sticky()?.textContent.startsWith("seq 100"));
    sticky()?.click();
    await until(() => view?.scrollTop === 1);
    scrolled(1);
    await until(() => sticky() === null);
    scrolled(109);
    await until(() => view?.scrollTop === 109);
    expect(sticky(), "hardly a row of its output is left").toBeNull();
  });

  it("name the command whose own line has scrolled out", async () => {
    const { play, folds, show, place, blocks, fake } = await setup({ rows: 5, scrollback: 20 });
    await play({ at: "prompt" }, "$ ", { at: "input" }, "yes\r\n", { at: "command", run: "a" });
    await play("y\r\n".repeat(100), { at: "end", run: "a", exit: 130 });
    await play({ at: "prompt" }, "$ ", { at: "input" });
    blocks.told(fake.backend.runs.add({ id: "a", command: "yes\n# all of it" }));
    folds.set("a", true);
    show();
    await until(() => place.querySelector("[data-testid=fold-gap]")?.textContent === "24 lines foldedyes");
  });

  it("open for a line in them that is asked for, which is marked", async () => {
    const { command, folds, show, place, blocks, lines } = await setup({ cols: 40 });
    await command("a", "make", "fine\r\nerror: broken\r\n");
    await command("b", "ls", "one\r\n");
    folds.all(["a", "b"]);
    show();
    await until(() => lines().length > 0);
    expect(blocks.revealText("a", "error: broken")).toBe(true);
    await until(() => place.querySelector(".fold-row-found")?.textContent === "error: broken");
    expect([...folds.folded()]).toEqual(["b"]);
  });

  it("come back with the panel", async () => {
    const { folds, panel } = await setup();
    folds.set("a", true);
    expect(
      createFolds(makePanel("q", panel.state(), async () => true))
        .folded()
        .has("a"),
    ).toBe(true);
  });

  it("draw few rows of very many, and hand out what scrolls them", async () => {
    const { command, folds, show, lines, scroller, place } = await setup({ scrollback: 5_000 });
    for (let at = 0; at < 5; at += 1) await command(`r${at}`, "seq", "x\r\n".repeat(900));
    folds.set("r0", true);
    show();
    await until(() => lines().length > 0);
    expect(lines().length).toBeLessThan(500);
    scroller()?.("top");
    expect(place.querySelector("[data-testid=fold-view]")?.scrollTop).toBe(0);
  });
});

describe("a row as text", () => {
  it("has the colours and looks of the screen, and no blanks at its end", async () => {
    const { terminal, play } = await setup({ cols: 40 });
    await play("a\x1b[1;31mb\x1b[0;48;2;1;2;3mc\x1b[0;7md\x1b[0m字 \x1b[4me");
    const row = terminal.buffer.active.getLine(0);
    const theme = { red: "red", foreground: "white", background: "black" };
    const spans = row ? spansOf(row, theme) : [];
    expect(spans.map(({ text }) => text)).toEqual(["a", "b", "c", "d", "字 ", "e", ""]);
    expect(spans[1]?.style).toEqual({ color: "red", "font-weight": "700" });
    expect(spans[2]?.style).toEqual({ "background-color": "#010203" });
    expect(spans[3]?.style).toEqual({ color: "black", "background-color": "white" });
    expect(spans[5]?.style).toEqual({ "text-decoration": "underline" });
    expect([paletteColour(16, {}), paletteColour(231, {}), paletteColour(232, {})]).toEqual([
      "rgb(0 0 0)",
      "rgb(255 255 255)",
      "rgb(8 8 8)",
    ]);
  });
});
