import { Terminal } from "@xterm/xterm";
import { createRoot } from "solid-js";
import { afterEach, describe, expect, it } from "vitest";
import { makeFake } from "../../../ipc/fake";
import { createBlocks } from "./blocks";
import { blockWords } from "./block-words";
import type { Blocks } from "./blocks-type";
import { MOST_BLOCKS } from "./block-reducer";
import type { Mark } from "./mark";

const cleanups: (() => void)[] = [];
afterEach(() => cleanups.splice(0).forEach((clean) => clean()));

interface Stage {
  terminal: Terminal;
  blocks: Blocks;
  /** Writes text, and marks where they stand. */
  play: (...parts: (string | Mark)[]) => Promise<void>;
  /** A prompt, a command, and what it writes. */
  command: (run: string, typed: string, output: string, exit: number | null) => Promise<void>;
  prompt: () => Promise<void>;
}

function setup(options: { rows?: number; cols?: number; scrollback?: number } = {}): Stage {
  const { rows = 10, cols = 80, scrollback = 100 } = options;
  const terminal = new Terminal({ allowProposedApi: true, rows, cols, scrollback });
  const blocks = createRoot((dispose) => {
    cleanups.push(dispose);
    return createBlocks(terminal, () => 0, "/home/somebody-with-a-long-name");
  });
  const play: Stage["play"] = async (...parts) => {
    for (const part of parts) {
      if (typeof part === "string") terminal.write(part);
      else terminal.write("", () => blocks.take([part]));
    }
    await new Promise<void>((done) => terminal.write("", done));
  };
  const prompt = () => play({ at: "prompt" }, "$ ", { at: "input" });
  return {
    terminal,
    blocks,
    play,
    prompt,
    command: async (run, typed, output, exit) => {
      await prompt();
      await play(`${typed}\r\n`, { at: "command", run }, output, { at: "end", run, exit });
    },
  };
}

const drawn = ({ blocks }: Stage) => {
  blocks.refresh();
  return blocks.view.blocks.map(({ run, row, rows }) => [run, row, rows]);
};

describe("the blocks of a terminal", () => {
  it("stand where their commands and outputs do", async () => {
    const stage = setup();
    await stage.command("a", "ls", "one\r\ntwo\r\n", 0);
    await stage.command("b", "false", "", 1);
    await stage.prompt();
    expect(drawn(stage)).toEqual([
      ["a", 0, 3],
      ["b", 3, 1],
    ]);
    expect(stage.blocks.view.sticky, "its line is in the first row").toBeUndefined();
    expect(stage.blocks.output("a")).toEqual({ text: "one\ntwo", whole: true });
    expect(stage.blocks.output("b")).toEqual({ text: "", whole: true });
    expect(stage.blocks.command("b"), "what was not recorded is on the screen").toEqual({
      text: "false",
      whole: false,
    });
    expect(stage.blocks.at()).toBe("input");
  });

  it("end before a prompt that shares the last line of the output", async () => {
    const stage = setup();
    await stage.command("a", "printf x", "no line end", 0);
    await stage.prompt();
    expect(stage.blocks.output("a")?.text).toBe("no line end");
  });

  it("join the rows of long lines, and keep their places through a resize", async () => {
    const stage = setup({ cols: 20 });
    const long = "0123456789".repeat(5);
    await stage.command("a", "cat", `${long}\r\nend\r\n`, 0);
    await stage.command("b", "true", "", 0);
    await stage.prompt();
    expect(stage.blocks.output("a")?.text).toBe(`${long}\nend`);
    expect(drawn(stage)).toEqual([
      ["a", 0, 5],
      ["b", 5, 1],
    ]);
    stage.terminal.resize(60, 10);
    expect(stage.blocks.output("a")?.text).toBe(`${long}\nend`);
    expect(drawn(stage).map(([run]) => run)).toEqual(["a", "b"]);
  });

  it("go when they are erased, by clear, Ctrl+L, a reset and the command of the window", async () => {
    for (const erase of ["\x1b[H\x1b[2J\x1b[3J", "\x1b[H\x1b[2J", "\x1bc"]) {
      const stage = setup();
      await stage.command("a", "ls", "one\r\n", 0);
      await stage.command("b", "clear", erase, 0);
      await stage.prompt();
      expect(drawn(stage), JSON.stringify(erase)).toEqual([]);
      await stage.command("c", "", "", 0);
      expect(drawn(stage).map(([run]) => run)).toEqual(["c"]);
    }
    const stage = setup();
    await stage.command("a", "ls", "one\r\n", 0);
    await stage.prompt();
    stage.terminal.clear();
    expect(drawn(stage)).toEqual([]);
  });

  it("stand with their command in the line that a clear left, whatever was typed by then", async () => {
    for (const typed of ["", "l"]) {
      const stage = setup({ rows: 6 });
      await stage.command("a", "seq", "1\r\n".repeat(20), 0);
      await stage.prompt();
      await stage.play(typed);
      stage.blocks.clear(() => stage.terminal.clear());
      expect(drawn(stage)).toEqual([]);
      expect(stage.blocks.typed()).toBe(typed);
      await stage.play("ls".slice(typed.length), "\r\n", { at: "command", run: "b" }, "one\r\n");
      await stage.play({ at: "end", run: "b", exit: 0 });
      await stage.prompt();
      expect(stage.terminal.buffer.active.getLine(0)?.translateToString(true)).toBe("$ ls");
      expect(drawn(stage), "its edge begins with its command").toEqual([["b", 0, 2]]);
      expect(stage.blocks.view.blocks[0]?.header).toMatchObject({ row: 0 });
      expect(stage.blocks.command("b")?.text).toBe("ls");
    }
    const lines = setup();
    await lines.command("a", "true", "", 0);
    await lines.prompt();
    await lines.play("for x in 1\r\n> do x");
    lines.blocks.clear(() => lines.terminal.clear());
    expect(lines.blocks.typed(), "what is left of it").toBe("> do x");
  });

  it("leave nothing behind where the screen was erased, and the next stand where they are", async () => {
    const stage = setup({ rows: 8 });
    for (const run of ["a", "b", "c"]) await stage.command(run, run, "x\r\n", 0);
    await stage.prompt();
    stage.blocks.select("b");
    await stage.play("\x1b[H\x1b[2J", { at: "prompt" }, "$ ", { at: "input" });
    stage.blocks.refresh();
    expect(stage.blocks.view.sticky).toBeUndefined();
    await stage.play("ls\r\n", { at: "command", run: "d" }, "one\r\n", { at: "end", run: "d", exit: 0 });
    await stage.prompt();
    expect(drawn(stage)).toEqual([["d", 0, 2]]);
    expect(stage.blocks.selected(), "what is gone is not chosen").toBeUndefined();
    expect(stage.blocks.output("d")?.text).toBe("one");
  });

  it("lose what scrolls out at the top and keep the rest", async () => {
    const stage = setup({ scrollback: 20 });
    await stage.command("a", "ls", "one\r\n", 0);
    await stage.play({ at: "prompt" }, "$ ", { at: "input" }, "yes\r\n", { at: "command", run: "b" });
    await stage.play("y\r\n".repeat(100));
    stage.blocks.refresh();
    expect(drawn(stage), "it runs on over the whole screen").toEqual([["b", 0, 10]]);
    expect(stage.blocks.view.sticky).toBe("b");
    stage.terminal.scrollToTop();
    stage.blocks.refresh();
    expect(stage.blocks.view.sticky, "its own line is not there any more").toBe("b");
    await stage.play({ at: "end", run: "b", exit: 130 });
    await stage.prompt();
    expect(stage.blocks.output("b")?.whole, "its beginning is gone").toBe(false);
    expect(stage.blocks.block("a")).toBeUndefined();
  });

  it("are hidden by a full-screen program, and back when it ends", async () => {
    const stage = setup();
    await stage.command("a", "ls", "one\r\n", 0);
    await stage.play({ at: "prompt" }, "$ ", { at: "input" }, "vi\r\n", { at: "command", run: "b" });
    await stage.play("\x1b[?1049h\x1b[2J\x1b[Hfull screen");
    expect(stage.blocks.view.shown).toBe(false);
    expect(stage.blocks.some()).toBe(false);
    await stage.play("\x1b[?1049l", { at: "end", run: "b", exit: 0 });
    await stage.prompt();
    expect(stage.blocks.view.shown).toBe(true);
    expect(drawn(stage).map(([run]) => run)).toEqual(["a", "b"]);
  });

  it("come back where a snapshot has them", async () => {
    const stage = setup();
    await stage.command("old", "ls", "one\r\n", 0);
    await stage.play("\x1bc$ ls\r\none\r\n$ make\r\nworking", {
      at: "placed",
      run: "a",
      line: 1,
      input: 0,
      end: 2,
      exit: 0,
    });
    await stage.play({ at: "placed", run: "b", line: 3, input: 2 });
    expect(drawn(stage)).toEqual([
      ["a", 0, 2],
      ["b", 2, 2],
    ]);
    expect(stage.blocks.at()).toBe("running");
    await stage.play("\r\n", { at: "end", run: "b", exit: 2 });
    expect(stage.blocks.output("b")?.text).toBe("working");
    expect(stage.blocks.block("old")).toBeUndefined();
  });

  it("put a header only where nothing is written", async () => {
    const stage = setup({ cols: 60 });
    await stage.command("right", "ls", "", 0);
    await stage.command("tight", "x".repeat(50), "", 0);
    await stage.command("wide", "字".repeat(26), "", 0);
    await stage.command("wrapped", "y".repeat(70), "", 0);
    await stage.play({ at: "prompt" }, "\r\n$ ", { at: "input" }, "ls\r\n", { at: "command", run: "above" });
    await stage.play({ at: "end", run: "above", exit: 0 });
    await stage.play({ at: "prompt" }, "$ \x1b7\x1b[50G12:00:00\x1b8", { at: "input" }, "ls\r\n");
    await stage.play(
      { at: "command", run: "prompt at the right" },
      { at: "end", run: "prompt at the right", exit: 0 },
    );
    const place = { cwd: "/home/somebody-with-a-long-name/w", branch: "main" };
    stage.blocks.told(makeFake().runs.add({ id: "right", command: "ls", ...place }));
    const header = (run: string) => stage.blocks.view.blocks.find((view) => view.run === run)?.header;
    expect(header("right"), "the home is written short").toMatchObject({ row: 0, fit: "full" });
    expect(header("tight")).toBeUndefined();
    expect(header("wide"), "wide characters take two cells").toBeUndefined();
    expect(header("wrapped"), "in its last row, which has room").toMatchObject({ row: 4, cells: 45 });
    expect(header("prompt at the right"), "which is not covered").toMatchObject({ cells: 39, right: 14 });
    expect(header("above"), "in the empty line before the prompt").toMatchObject({ row: 5, cells: 60 });
    expect(
      stage.blocks.view.blocks.every(({ folds }) => !folds),
      "none of them wrote anything",
    ).toBe(true);
  });

  it("take the row of a prompt over two rows that has room at its right", async () => {
    const stage = setup({ cols: 60, rows: 20 });
    const right = (from: number) => `\x1b7\x1b[${from}G${"#".repeat(60 - from)}\x1b8`;
    const header = async (first: string, second: string, typed: string) => {
      const run = `${first}|${second}|${typed}`;
      await stage.play("\x1bc", { at: "prompt" }, `${first}\r\n${second}`, { at: "input" }, `${typed}\r\n`);
      await stage.play({ at: "command", run }, "out\r\n", { at: "end", run, exit: 0 });
      stage.blocks.refresh();
      return stage.blocks.view.blocks[0]?.header;
    };
    expect(await header("~/src", "$ ", "ls"), "beside the command").toMatchObject({ row: 1, cells: 53 });
    const free = { row: 0, cells: 52, right: 0 };
    expect(await header("~/src", `$ ${right(50)}`, "ls"), "beside what has no right prompt").toMatchObject(
      free,
    );
    expect(await header("~/src", "$ ", "x".repeat(50)), "a command without room").toMatchObject(free);
    const between = { row: 1, cells: 49 - 4 - 6, right: 14 };
    expect(await header(`~/src${right(50)}`, `$ ${right(50)}`, "ls"), "two of them").toMatchObject(between);
    const above = { row: 0, cells: 39 - 5 - 6, right: 24 };
    expect(await header(`~/src${right(40)}`, `$ ${right(10)}`, "ls"), "room in the first").toMatchObject(
      above,
    );
    expect(await header("#".repeat(50), `$ ${right(20)}`, "ls"), "no room").toBeUndefined();
  });

  it("put no header over a command of 200 columns at any width", async () => {
    const stage = setup({ cols: 130 });
    await stage.command("a", "echo ".padEnd(200, "a b "), "out\r\n", 0);
    await stage.prompt();
    for (const cols of [130, 100, 67, 51, 40, 23, 120, 202, 203, 240]) {
      stage.terminal.resize(cols, 10);
      stage.blocks.refresh();
      const [view] = stage.blocks.view.blocks;
      const row = view?.header?.row;
      if (row === undefined || !view?.header) continue;
      const line = stage.terminal.buffer.active.getLine(row)?.translateToString(true) ?? "";
      expect(line.length + view.header.cells, `${cols} columns`).toBeLessThanOrEqual(cols);
      expect(row, "beside the command and nothing else").toBeLessThan(
        (view.row ?? 0) + Math.ceil(202 / cols),
      );
    }
    stage.terminal.resize(130, 10);
    stage.blocks.refresh();
    expect(stage.blocks.view.blocks[0]?.header).toMatchObject({ row: 1, cells: 130 - 72 - 3 });
  });

  it("are walked through, and the prompt comes behind the last", async () => {
    const stage = setup({ rows: 5 });
    for (const run of ["a", "b", "c"]) await stage.command(run, run, "x\r\n".repeat(6), 0);
    await stage.prompt();
    const { blocks, terminal } = stage;
    blocks.step(-1);
    expect(blocks.selected()).toBe("c");
    blocks.step(-1);
    blocks.step(-1);
    blocks.step(-1);
    expect(blocks.selected(), "there is none before the first").toBe("a");
    expect(terminal.buffer.active.viewportY).toBe(0);
    blocks.step(1);
    blocks.step(1);
    blocks.step(1);
    expect(blocks.selected()).toBeUndefined();
    expect(terminal.buffer.active.viewportY).toBe(terminal.buffer.active.baseY);
    expect(blocks.folderAt(8)).toBeUndefined();
    blocks.told(makeFake().runs.add({ id: "b", command: "b", cwd: "/w/sub" }));
    expect(blocks.folderAt(8), "of the command that wrote the line").toBe("/w/sub");
  });

  it("jump to a line of the output", async () => {
    const stage = setup({ rows: 5 });
    await stage.command("a", "make", `fine\r\n  error: no such thing\r\n${"more\r\n".repeat(20)}`, 2);
    await stage.prompt();
    expect(stage.blocks.revealText("a", "error: no such thing")).toBe(true);
    expect(stage.terminal.buffer.active.viewportY).toBeLessThan(3);
    expect(stage.blocks.revealText("a", "never written")).toBe(false);
  });

  it("say where a command ran that the history does not keep", async () => {
    const terminal = new Terminal({ allowProposedApi: true, rows: 10, cols: 80 });
    const blocks = createRoot((dispose) => {
      cleanups.push(dispose);
      return createBlocks(
        terminal,
        () => 0,
        "/home/a",
        (folder) => (folder === "/home/a/w" ? "main" : undefined),
      );
    });
    const ran = { at: "command", run: "a", cwd: "/home/a/w" } as const;
    terminal.write("$  secret\r\n", () => blocks.take([ran]));
    await new Promise<void>((done) => terminal.write("src/a.rs:1\r\n", done));
    const words = blockWords(blocks, "/home/a");
    expect(words.place("a")).toBe("~/w  main");
    expect(blocks.folderAt(1), "its links lead from there").toBe("/home/a/w");
    blocks.told(makeFake().runs.add({ id: "a", command: "x", cwd: "/home/a", branch: "other" }));
    expect(words.place("a"), "the history knows best").toBe("~  other");
  });

  it("tell what is typed at the prompt", async () => {
    const stage = setup();
    expect(stage.blocks.typed(), "no prompt is marked").toBeUndefined();
    await stage.prompt();
    expect(stage.blocks.typed()).toBe("");
    await stage.play("git st");
    expect(stage.blocks.typed()).toBe("git st");
  });

  it("are drawn near the viewport only, however many there are", async () => {
    const stage = setup({ scrollback: 10_000 });
    const parts = Array.from({ length: MOST_BLOCKS + 50 }, (_, index): (string | Mark)[] => [
      { at: "prompt" },
      "$ ",
      { at: "input" },
      "true\r\n",
      { at: "command", run: `r${index}` },
      "x\r\n".repeat(8),
      { at: "end", run: `r${index}`, exit: index % 2 },
    ]);
    await stage.play(...parts.flat());
    await stage.prompt();
    stage.blocks.refresh();
    expect(stage.blocks.view.blocks.length).toBeLessThanOrEqual(3);
    expect(stage.blocks.block("r0"), "the oldest are let go").toBeUndefined();
    expect(stage.blocks.block("r50")).toBeDefined();
    stage.terminal.scrollToTop();
    stage.blocks.refresh();
    expect(stage.blocks.view.blocks.length).toBeLessThanOrEqual(3);
  });
});
