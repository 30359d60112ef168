/** A command whose end is still to come keeps its block, whatever happens to the screen meanwhile. */
import { Terminal } from "@xterm/xterm";
import { createRoot } from "solid-js";
import { afterEach, expect, it } from "vitest";
import { makeFake } from "../../../ipc/fake";
import { createBlocks } from "./blocks";
import type { Mark } from "./mark";

const cleanups: (() => void)[] = [];
afterEach(() => cleanups.splice(0).forEach((clean) => clean()));

const SCROLLBACK = 30;

function open(rows: number, cols = 60) {
  const terminal = new Terminal({ allowProposedApi: true, rows, cols, scrollback: SCROLLBACK });
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
  const begin = (run: string) =>
    play({ at: "prompt" }, "$ ", { at: "input" }, `${run}\r\n`, { at: "command", run });
  return { terminal, blocks, play, begin };
}

it("stays when the terminal becomes taller, and until its end", async () => {
  const { terminal, blocks, play, begin } = open(8);
  await begin("a");
  await play("y\r\n".repeat(100));
  terminal.resize(60, 20);
  blocks.refresh();
  expect(blocks.view.blocks).toMatchObject([{ run: "a", row: 0, rows: 20 }]);
  await play("y\r\n", { at: "end", run: "a", exit: 0 });
  expect(blocks.block("a")?.exit).toBe(0);
});

it("goes with what was erased, also where there is no room for more lines", async () => {
  for (const erase of ["\x1b[H\x1b[2J", "\x1b[H\x1b[J", "\x1b[H\x1b[?2J"]) {
    const { blocks, play, begin } = open(8);
    await play("\r\n".repeat(100), "\x1b[A");
    await begin("a");
    await play("x\r\n", erase, { at: "end", run: "a", exit: 0 });
    expect(blocks.block("a"), JSON.stringify(erase)).toBeUndefined();
  }
});

it("is told apart from what a person or a program erased while it ran", async () => {
  const { terminal, blocks, play, begin } = open(8);
  await begin("old");
  await play({ at: "end", run: "old", exit: 0 });
  await begin("a");
  await play("x\r\n".repeat(3));
  blocks.clear(() => terminal.clear());
  await play("y\r\n");
  expect(blocks.block("old")).toBeUndefined();
  expect(blocks.output("a"), "the rest is in the history").toEqual({ text: "y", whole: false });
});

const snapshot = (text: string): (string | Mark)[] => ["\x1bc", `\x18\x1bc${text}`, { at: "redrawn" }];

it("has all of a snapshot in which no command begins", async () => {
  const { blocks, play, begin } = open(8);
  await begin("a");
  await play(...snapshot("y\r\n".repeat(30)));
  expect(blocks.view.blocks).toMatchObject([{ run: "a", row: 0, rows: 8 }]);
  expect(blocks.at()).toBe("running");
  await play({ at: "end", run: "a", exit: 3 }, { at: "prompt" }, "$ ", { at: "input" });
  expect(blocks.block("a")?.exit).toBe(3);
});

it("is known by its end, or by the history, where its beginning was left out", async () => {
  const { runs } = makeFake();
  const byEnd = open(8);
  await byEnd.play(...snapshot("y\r\n".repeat(30)), { at: "end", run: "a", exit: 3 });
  expect(byEnd.blocks.block("a")?.exit).toBe(3);
  const byHistory = open(8);
  byHistory.blocks.told(runs.add({ id: "before", command: "ls", startedAt: 1 }));
  await byHistory.play(...snapshot("y\r\n".repeat(30)));
  expect(byHistory.blocks.view.blocks).toEqual([]);
  byHistory.blocks.told(runs.add({ id: "a", command: "yes", startedAt: 2, state: "running", exit: null }));
  expect(byHistory.blocks.view.blocks).toMatchObject([{ run: "a" }]);
});

it("ends before the prompt of a snapshot, and gives way to another that begins in it", async () => {
  const ended = open(8);
  await ended.begin("a");
  ended.blocks.told(makeFake().runs.add({ id: "a", command: "yes", exit: 4 }));
  await ended.play(...snapshot(`${"y\r\n".repeat(30)}$ `), { at: "input" });
  expect(ended.blocks.block("a")?.exit).toBe(4);
  expect(ended.blocks.output("a")?.text.split("\n").at(-1)).toBe("y");
  const other = open(8);
  await other.begin("a");
  await other.play(...snapshot("y\r\n$ b\r\nout\r\n"), { at: "placed", run: "b", line: 2, input: 1 });
  expect(other.blocks.block("a")).toBeUndefined();
  expect(other.blocks.output("b")?.text).toBe("out");
  other.blocks.begin();
  await other.play(...snapshot("y\r\n"));
  expect(other.blocks.view.blocks, "another shell").toEqual([]);
});

/** Numbers that follow from their seed. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
}

interface Known {
  run: string;
  /** Lines from the first that was ever written; the end is behind the last one. */
  start: number;
  end?: number;
  /** Whether marks told this page of it. */
  told: boolean;
}

/** Lines and commands as the shell's side has them, with the first line that is still to be seen. */
function makeModel() {
  const lines: string[] = [];
  const runs: Known[] = [];
  const model = {
    lines,
    runs,
    top: 0,
    running: () => runs.find(({ end }) => end === undefined),
    trim(rows: number) {
      model.top = Math.max(model.top, lines.length + 1 - rows - SCROLLBACK);
    },
    write(count: number) {
      const added = Array.from({ length: count }, (_, at) => `line ${lines.length + at}`);
      lines.push(...added);
      return added.map((line) => `${line}\r\n`).join("");
    },
    begin() {
      const run = `r${runs.length}`;
      lines.push(`$ ${run}`);
      runs.push({ run, start: lines.length, told: true });
      return run;
    },
    end(): Mark | undefined {
      const now = model.running();
      if (!now) return undefined;
      now.end = lines.length;
      return { at: "end", run: now.run, exit: 0 };
    },
    placed(): Mark[] {
      for (const each of runs) each.told = each.start >= model.top || each.end === undefined;
      return runs
        .filter(({ start }) => start >= model.top)
        .map(({ run, start, end }) => ({
          at: "placed",
          run,
          line: start - model.top,
          ...(start > model.top ? { input: start - model.top - 1 } : {}),
          ...(end === undefined ? {} : { end: end - model.top, exit: 0 }),
        }));
    },
  };
  return model;
}

it("is there at every moment, whatever comes", { timeout: 120_000 }, async () => {
  const first = Number(process.env["SEED"] ?? 1);
  for (let seed = first; seed < first + 25; seed += 1) {
    const roll = dice(seed);
    let [rows, cols] = [8, 60];
    const { terminal, blocks, play, begin } = open(rows, cols);
    const model = makeModel();
    const steps: string[] = [];
    const resize = () => {
      [rows, cols] = [3 + roll(25), 30 + roll(60)];
      steps.push(`resize ${cols} ${rows}`);
      terminal.resize(cols, rows);
    };
    const tell = () => {
      const info = { id: model.running()?.run ?? "", command: "", startedAt: model.runs.length };
      blocks.told(makeFake().runs.add({ ...info, state: "running", exit: null }));
    };
    for (let step = 0; step < 40; step += 1) {
      const kind = roll(8);
      if (kind === 0 && !model.running()) {
        await begin(model.begin());
        tell();
        steps.push("begin");
      } else if (kind === 1) {
        const end = model.end();
        if (end) await play(end);
        steps.push("end");
      } else if (kind < 4 && model.running()) {
        const count = roll(2) === 0 ? roll(6) : roll(90);
        await play(model.write(count));
        steps.push(`write ${count}`);
      } else if (kind === 4) {
        resize();
      } else if (kind === 5 && roll(3) === 0) {
        blocks.clear(() => terminal.clear());
        model.top = model.lines.length;
        for (const each of model.runs) each.told = each.end === undefined;
        steps.push("clear");
      } else if (kind === 6 && model.running()) {
        await play("\x1b[?1049h", "\x1b[2J", "full\r\n".repeat(roll(40)));
        if (roll(2) === 0) resize();
        await play("\x1b[?1049l");
        steps.push("alternate");
      } else if (kind === 7 && model.running()) {
        // What was not sent meanwhile is only in the picture.
        for (let more = roll(3); more > 0; more -= 1) {
          model.write(roll(60));
          if (roll(4) > 0) continue;
          model.end();
          model.begin();
        }
        model.trim(rows);
        const picture = model.lines.slice(model.top).map((line) => `${line}\r\n`);
        await play("\x1bc", `\x18\x1bc${picture.join("")}`, { at: "redrawn" }, ...model.placed());
        // Where its beginning is not to be seen, the history tells which one runs.
        tell();
        steps.push("snapshot");
      }
      blocks.refresh();
      model.trim(rows);
      const now = `seed ${seed}: ${steps.join(", ")}`;
      for (const { run, start, end, told } of model.runs) {
        const to = end ?? model.lines.length;
        if (!told || (end !== undefined && end <= model.top)) continue;
        expect(blocks.block(run), `${run}, ${now}`).toBeDefined();
        const text = model.lines.slice(Math.max(start, model.top), to).join("\n");
        expect(blocks.output(run)?.text, `${run}, ${now}`).toBe(text);
      }
    }
  }
});
