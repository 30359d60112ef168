/** A command that erases the screen keeps a block with what it writes from then on. */
import { Terminal } from "@xterm/xterm";
import { createRoot } from "solid-js";
import { afterEach, describe, expect, it } from "vitest";
import { makeFake } from "../../../ipc/fake";
import { createBlocks } from "./blocks";
import type { Mark } from "./mark";

const cleanups: (() => void)[] = [];
afterEach(() => cleanups.splice(0).forEach((clean) => clean()));

function open(rows = 10, cols = 60, scrollback = 30) {
  const terminal = new Terminal({ allowProposedApi: true, rows, cols, scrollback });
  const blocks = createRoot((dispose) => {
    cleanups.push(dispose);
    return createBlocks(terminal, () => 0);
  });
  cleanups.push(() => terminal.dispose());
  const play = async (...parts: (string | Mark)[]) => {
    for (const part of parts) {
      if (typeof part === "string") terminal.write(part);
      else terminal.write("", () => blocks.take([part]));
    }
    await new Promise<void>((done) => terminal.write("", done));
    blocks.refresh();
  };
  const prompt = () => play({ at: "prompt" }, "$ ", { at: "input" });
  const begin = async (run: string) => {
    await prompt();
    await play(`${run}\r\n`, { at: "command", run });
  };
  const drawn = () => blocks.view.blocks.map(({ run, row, rows: count }) => [run, row, count]);
  return { terminal, blocks, play, prompt, begin, drawn };
}

/** As programs do it: `clear`, `clear -x`, `printf`, `tput ed`, and `reset`. */
const ERASE = {
  clear: "\x1b[H\x1b[2J\x1b[3J",
  "scrollback first": "\x1b[3J\x1b[H\x1b[2J",
  "clear -x": "\x1b[H\x1b[2J",
  "home last": "\x1b[2J\x1b[H",
  "below the cursor": "\x1b[H\x1b[J",
  "above the cursor": "\x1b[1J\x1b[H",
  "what is not protected": "\x1b[H\x1b[?2J",
  reset: "\x1bc",
};

describe("a command that erases the screen", () => {
  for (const [name, erase] of Object.entries(ERASE)) {
    for (const before of [0, 6, 100]) {
      it(`has what it writes then: ${name}, with ${before} lines before`, async () => {
        const { blocks, play, begin, prompt, drawn, terminal } = open();
        await begin("old");
        await play("x\r\n".repeat(before), { at: "end", run: "old", exit: 0 });
        await begin("a");
        // In one piece, as it comes from a program.
        await play(`gone\r\n${erase}1\r\n2\r\n3\r\n`);
        const running = blocks.block("a");
        expect(running, "while it runs").toBeDefined();
        expect(running?.exit).toBeUndefined();
        await play({ at: "end", run: "a", exit: 1 });
        await prompt();
        const all = terminal.buffer.active;
        expect(all.getLine(all.baseY)?.translateToString(true)).toBe("1");
        expect(blocks.output("a")).toMatchObject({ text: "1\n2\n3" });
        expect(drawn()).toEqual([["a", 0, 3]]);
        expect(blocks.view.blocks[0], "status and command beside the first line").toMatchObject({
          cleared: true,
          header: { row: 0, right: 0 },
        });
        expect(blocks.view.sticky, "which is not covered").toBeUndefined();
        blocks.step(-1);
        expect(blocks.selected()).toBe("a");
        await begin("b");
        await play("y\r\n", { at: "end", run: "b", exit: 0 });
        expect(drawn()).toEqual([
          ["a", 0, 3],
          ["b", 3, 2],
        ]);
      });
    }
  }

  it("has the last picture of those that it draws, and its command above when that scrolls out", async () => {
    const { blocks, play, begin, prompt, drawn } = open();
    await begin("watch");
    for (let turn = 0; turn < 5; turn += 1) await play(`\x1b[H\x1b[2Jturn ${turn}\r\n`);
    expect(blocks.output("watch")?.text).toBe("turn 4");
    await play("z\r\n".repeat(20), { at: "end", run: "watch", exit: 0 });
    await prompt();
    expect(drawn()).toEqual([["watch", 0, 9]]);
    expect(blocks.view.sticky).toBe("watch");
    expect(blocks.output("watch")?.text).toBe(`turn 4${"\nz".repeat(20)}`);
  });

  it("keeps what is in the scrollback where only the screen is erased, and the rest where that is", async () => {
    const screen = open();
    await screen.begin("a");
    await screen.play("x\r\n".repeat(20), "\x1b[2J", "\x1b[Hy\r\n", { at: "end", run: "a", exit: 0 });
    expect(screen.blocks.output("a")?.text).toBe(`${"x\n".repeat(11)}y`);
    const above = open();
    await above.begin("a");
    await above.play("x\r\n".repeat(20), "\x1b[3J", "y\r\n", { at: "end", run: "a", exit: 0 });
    expect(above.drawn()).toEqual([["a", 0, 9]]);
    expect(above.blocks.output("a")).toEqual({ text: `${"x\n".repeat(9)}y`, whole: false });
  });

  it("keeps its beginning through a snapshot, and is not taken for what a snapshot shows", async () => {
    const { blocks, play, begin } = open();
    await begin("a");
    await play("\x1bcone\r\n");
    blocks.select("a");
    await play(
      "\x1bc",
      "\x18\x1bc$ b\r\nout\r\n",
      { at: "redrawn" },
      { at: "placed", run: "b", line: 1, input: 0 },
    );
    expect(blocks.block("a")).toBeUndefined();
    expect(blocks.output("b")?.text).toBe("out");
  });

  it("has no block where nothing is left of it", async () => {
    const { blocks, play, begin, prompt } = open();
    for (const erase of Object.values(ERASE)) {
      await begin("a");
      await play("x\r\n", erase, { at: "end", run: "a", exit: 0 });
      await prompt();
      expect(blocks.block("a"), JSON.stringify(erase)).toBeUndefined();
      await play("\r\n");
    }
  });

  it("names itself only where no text is, and in no row of a fold", async () => {
    const { blocks, play, begin, prompt } = open(10, 40);
    await begin("a");
    await play("\x1b[H\x1b[2J", `${"w".repeat(38)}\r\nshort\r\n`, { at: "end", run: "a", exit: 0 });
    await prompt();
    expect(blocks.view.blocks[0]?.header).toMatchObject({ row: 1, cells: 40 - 5 - 3 });
    const folded = { rowOf: (line: number) => (line < 2 ? 0 : line - 1), lineOf: (row: number) => row };
    expect(blocks.drawnIn({ top: 0, rows: 9, cols: 40, map: folded })[0]?.header).toBeUndefined();
  });
});

it("draws the prompt that was there in the first row, with what is typed behind it", async () => {
  const { blocks, play, prompt, drawn, terminal } = open();
  await play("text\r\n".repeat(3));
  await prompt();
  await play("ls", "\x1b[H\x1b[2J", "$ ls");
  expect(blocks.typed(), "Ctrl+L where the shell marks its prompt once").toBe("ls");
  await play(" -l\r\n", { at: "command", run: "a" }, "one\r\n", { at: "end", run: "a", exit: 0 });
  await prompt();
  expect(drawn()).toEqual([["a", 0, 2]]);
  expect(blocks.command("a")?.text).toBe("ls -l");
  expect(blocks.view.blocks[0]?.cleared).toBeUndefined();
  // A prompt over two lines.
  await play({ at: "prompt" }, "\r\n$ ", { at: "input" }, "make");
  await play("\x1b[H\x1b[J", "\r\n$ make");
  expect(terminal.buffer.active.getLine(1)?.translateToString(true)).toBe("$ make");
  expect(blocks.typed()).toBe("make");
  await play("\r\n", { at: "command", run: "b" }, "two\r\n", { at: "end", run: "b", exit: 0 });
  blocks.told(makeFake().runs.add({ id: "b", command: "make" }));
  expect(drawn()).toEqual([["b", 0, 3]]);
});
