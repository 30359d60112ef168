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
  /** Where it runs, as its shell and the window tell; nothing where they do not, or for what began before. */
  cwd?: string;
  branch?: string;
  /** Taken for what wrote all of a snapshot in which no command begins. */
  presumed?: true;
  /** It erased the screen with its own line while it ran; its output begins behind that. */
  cleared?: true;
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
  /** What ran when the screen was drawn anew, until a mark tells more. */
  ran?: string | undefined;
  /** Above the first line of a snapshot, until a mark tells more. */
  above?: A | undefined;
}

/** Blocks and infos that are kept. */
export const MOST_BLOCKS = 1000;

export type BlockEvent<A> =
  | {
      type: "mark";
      mark: Exclude<Mark, { at: "placed" | "redrawn" }>;
      anchor: A;
      now: number;
      branch?: string | undefined;
    }
  | { type: "placed"; run: string; output: A; input?: A; end?: A; exit?: number | null }
  | { type: "run"; run: RunInfo }
  /** The screen begins anew. */
  | { type: "cleared" }
  /** A snapshot stands on it, with what is above of it left out. */
  | { type: "redrawn"; above: A }
  /** Rows were erased; what stood on them begins here now. What runs has its output there, a prompt is drawn there. */
  | { type: "erased"; output?: A | undefined; prompt?: A | undefined; input?: A | undefined }
  /** The program that runs had the screen begin anew, or a snapshot is about to be drawn. */
  | { type: "begunAnew"; block: Block<A>; output: A }
  /** What stood before the cursor's line was taken away; the prompt is where that is now. */
  | { type: "promptMoved"; prompt: A | undefined; input: A | undefined; above: A }
  /** Blocks without a place on the screen go. */
  | { type: "pruned"; lives: (block: Block<A>) => boolean };

export function noBlocks<A>(): BlockState<A> {
  return { blocks: [], infos: new Map(), at: "unknown" };
}

function add<A>(state: BlockState<A>, block: Block<A>): BlockState<A> {
  // What one knows of itself shows what was presumed to be wrong.
  const blocks = state.blocks.filter(({ presumed, exit }) => !presumed || exit !== undefined);
  if (blocks.some(({ run }) => run === block.run)) return { ...state, blocks };
  return { ...state, blocks: [...blocks, block].slice(-MOST_BLOCKS) };
}

/** The run that a snapshot may show without its beginning: the one from before, or a later one that runs. */
function presumedRun({ ran, infos }: BlockState<unknown>): string | undefined {
  let newest: RunInfo | undefined;
  for (const info of infos.values()) {
    if ((info.startedAt ?? 0) >= (newest?.startedAt ?? 0)) newest = info;
  }
  const known = ran === undefined ? undefined : infos.get(ran);
  const isLater = (newest?.startedAt ?? 0) > (known?.startedAt ?? Infinity);
  if (ran !== undefined && !isLater) return ran;
  return newest?.state === "running" ? newest.id : undefined;
}

/** The core places only runs whose beginning is in a snapshot; one that flooded it is all that is seen. */
function presume<A>(state: BlockState<A>): BlockState<A> {
  const { above, blocks } = state;
  if (above === undefined || blocks.some(({ presumed }) => !presumed)) return state;
  const run = presumedRun(state);
  if (run === undefined || blocks.some((block) => block.run === run)) return state;
  return { ...state, at: "running", blocks: [{ run, output: above, presumed: true }] };
}

/** What runs is all that is left, without its beginning. */
function aboveOf<A>({ blocks }: BlockState<A>, output: A): readonly Block<A>[] {
  const moved = { output, input: undefined, prompt: undefined };
  return blocks.map((block) => (block.exit === undefined ? { ...block, ...moved } : block));
}

/** What runs begins anew with what it writes from now on. */
function clearedBy<A>({ blocks }: BlockState<A>, output: A): readonly Block<A>[] {
  const moved = { output, input: undefined, prompt: undefined, cleared: true as const };
  return blocks.map((block) => (block.exit === undefined ? { ...block, ...moved } : block));
}

/** A prompt stands below what was presumed to run: its end was left out with the rest before a snapshot. */
function overAt<A>(state: BlockState<A>, end: A): readonly Block<A>[] {
  return state.blocks.map((block) =>
    block.presumed && block.exit === undefined
      ? { ...block, end, exit: state.infos.get(block.run)?.exit ?? null }
      : block,
  );
}

function ended<A>(state: BlockState<A>, run: string, end: { end: A; exit: number | null; endedAt: number }) {
  const { above, blocks } = state;
  if (above !== undefined && !blocks.some((block) => block.run === run)) {
    const presumed = blocks.every((block) => block.presumed);
    if (presumed) return [{ run, output: above, ...end }];
  }
  return blocks.map((block) =>
    block.run === run && block.exit === undefined ? { ...block, ...end } : block,
  );
}

function marked<A>(state: BlockState<A>, event: BlockEvent<A> & { type: "mark" }): BlockState<A> {
  const { mark, anchor, now } = event;
  switch (mark.at) {
    case "prompt": {
      const blocks = overAt(state, anchor);
      return { ...state, at: "prompt", blocks, prompt: anchor, input: undefined };
    }
    case "input":
      return { ...state, at: "input", input: anchor };
    case "command": {
      const { prompt, input } = state;
      const { run, cwd } = mark;
      const where = { ...(cwd ? { cwd } : {}), ...(event.branch ? { branch: event.branch } : {}) };
      const begun = add(state, { run, prompt, input, output: anchor, startedAt: now, ...where });
      return { ...begun, at: "running", prompt: undefined, input: undefined };
    }
    case "end": {
      const blocks = ended(state, mark.run, { end: anchor, exit: mark.exit, endedAt: now });
      return { ...state, at: "prompt", blocks };
    }
  }
}

export function reduceBlocks<A>(state: BlockState<A>, event: BlockEvent<A>): BlockState<A> {
  switch (event.type) {
    case "mark":
      return { ...marked(state, event), ran: undefined, above: undefined };
    case "placed": {
      const { run, output, input, end, exit } = event;
      const block: Block<A> = { run, output, input, end, ...(exit === undefined ? {} : { exit }) };
      // A prompt may stand behind the last command that ended; only the next mark says so.
      const at = exit === undefined ? "running" : "unknown";
      return { ...add(state, block), at, ran: undefined, above: undefined };
    }
    case "run": {
      const infos = new Map(state.infos).set(event.run.id, event.run);
      const [oldest] = infos.keys();
      if (infos.size > MOST_BLOCKS && oldest !== undefined) infos.delete(oldest);
      return presume({ ...state, infos });
    }
    case "cleared": {
      const ran = state.blocks.findLast(({ exit }) => exit === undefined)?.run ?? state.ran;
      return { ...noBlocks<A>(), infos: state.infos, ran };
    }
    case "redrawn": {
      const blocks = state.blocks.filter(({ presumed, exit }) => !presumed || exit !== undefined);
      return presume({ ...state, blocks, above: event.above });
    }
    case "erased": {
      const { output, prompt = state.prompt, input = state.input } = event;
      const blocks = output === undefined ? state.blocks : clearedBy(state, output);
      return { ...state, blocks, prompt, input };
    }
    case "begunAnew": {
      const moved = { output: event.output, prompt: undefined, input: undefined };
      const block: Block<A> = { ...event.block, ...moved, presumed: true, cleared: true };
      return { ...state, at: "running", blocks: [block] };
    }
    case "promptMoved":
      return { ...state, prompt: event.prompt, input: event.input, blocks: aboveOf(state, event.above) };
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
