/** The commands of a terminal with their output: what marks and the history tell of them. Pure. */
import type { RunInfo } from "../../../ipc/bindings";
import type { Mark } from "./mark";

/** What stands between two prompts. Anchors move with the text of the screen. */
export interface Block<A> {
  run: string;
  /** Before the prompt. */
  prompt?: A | undefined;
  /** Behind the prompt, where the command was typed. */
  input?: A | undefined;
  /** Where the output begins. */
  output: A;
  /** Where the output ends. */
  end?: A | undefined;
  /** Nothing while it runs, null where the shell gave none. */
  exit?: number | null;
  /** By this window's clock, in milliseconds; nothing for what began before it looked. */
  startedAt?: number;
  endedAt?: number;
}

export interface BlockState<A> {
  /** The oldest first. */
  blocks: readonly Block<A>[];
  /** What the history knows of runs; nothing of those that it does not record. */
  infos: ReadonlyMap<string, RunInfo>;
  /** Where the shell stands; unknown until it made a mark. */
  at: "unknown" | "prompt" | "input" | "running";
  prompt?: A | undefined;
  input?: A | undefined;
}

/** Blocks and infos that are kept. */
export const MOST_BLOCKS = 1000;

export type BlockEvent<A> =
  | { type: "mark"; mark: Exclude<Mark, { at: "placed" }>; anchor: A; now: number }
  | { type: "placed"; run: string; output: A; input?: A; end?: A; exit?: number | null }
  | { type: "run"; run: RunInfo }
  /** The screen was drawn anew: marks follow. */
  | { type: "cleared" }
  /** What stood before the cursor's line was taken away; the prompt is where that is now. */
  | { type: "promptMoved"; prompt: A | undefined; input: A | undefined }
  /** Blocks without a place on the screen go. */
  | { type: "pruned"; lives: (block: Block<A>) => boolean };

export function noBlocks<A>(): BlockState<A> {
  return { blocks: [], infos: new Map(), at: "unknown" };
}

function add<A>(state: BlockState<A>, block: Block<A>): BlockState<A> {
  if (state.blocks.some(({ run }) => run === block.run)) return state;
  return { ...state, blocks: [...state.blocks, block].slice(-MOST_BLOCKS) };
}

function marked<A>(state: BlockState<A>, event: BlockEvent<A> & { type: "mark" }): BlockState<A> {
  const { mark, anchor, now } = event;
  switch (mark.at) {
    case "prompt":
      return { ...state, at: "prompt", prompt: anchor, input: undefined };
    case "input":
      return { ...state, at: "input", input: anchor };
    case "command": {
      const { prompt, input } = state;
      const begun = add(state, { run: mark.run, prompt, input, output: anchor, startedAt: now });
      return { ...begun, at: "running", prompt: undefined, input: undefined };
    }
    case "end": {
      const blocks = state.blocks.map((block) =>
        block.run === mark.run && block.exit === undefined
          ? { ...block, end: anchor, exit: mark.exit, endedAt: now }
          : block,
      );
      return { ...state, at: "prompt", blocks };
    }
  }
}

export function reduceBlocks<A>(state: BlockState<A>, event: BlockEvent<A>): BlockState<A> {
  switch (event.type) {
    case "mark":
      return marked(state, event);
    case "placed": {
      const { run, output, input, end, exit } = event;
      const block: Block<A> = { run, output, input, end, ...(exit === undefined ? {} : { exit }) };
      // A prompt may stand behind the last command that ended; only the next mark says so.
      return { ...add(state, block), at: exit === undefined ? "running" : "unknown" };
    }
    case "run": {
      const infos = new Map(state.infos).set(event.run.id, event.run);
      const [oldest] = infos.keys();
      if (infos.size > MOST_BLOCKS && oldest !== undefined) infos.delete(oldest);
      return { ...state, infos };
    }
    case "cleared":
      return { ...noBlocks<A>(), infos: state.infos };
    case "promptMoved":
      return { ...state, prompt: event.prompt, input: event.input };
    case "pruned": {
      const blocks = state.blocks.filter((block) => event.lives(block));
      return blocks.length === state.blocks.length ? state : { ...state, blocks };
    }
  }
}

export type Outcome = "running" | "ok" | "failed" | "ended";

/** How a block ended; `ended` where nobody knows. */
export function outcomeOf(block: Pick<Block<unknown>, "exit">): Outcome {
  if (block.exit === undefined) return "running";
  if (block.exit === null) return "ended";
  return block.exit === 0 ? "ok" : "failed";
}

/** `✓ 0`, `× 101`: a sign beside the colour. */
export function outcomeText(block: Pick<Block<unknown>, "exit">): string {
  const outcome = outcomeOf(block);
  if (outcome === "running") return "running";
  if (outcome === "ended") return "ended";
  return outcome === "ok" ? "✓ 0" : `× ${block.exit}`;
}

/** How long it ran, by the history or else by this window. */
export function durationOf<A>(block: Block<A>, info: RunInfo | undefined): number | undefined {
  const from = info?.startedAt ?? block.startedAt;
  const to = info?.endedAt ?? block.endedAt;
  return from === undefined || to === undefined ? undefined : to - from;
}
