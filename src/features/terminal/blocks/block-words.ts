/** What a block's header says. */
import type { RunInfo } from "../../../ipc/bindings";
import { durationText } from "../../../ui/duration";
import { homely } from "../../../ui/homely";
import { visibleName, visiblePath, visibleText } from "../../../ui/visible-name";
import { durationOf, outcomeOf, outcomeText, type Block, type Outcome } from "./block-reducer";
import type { Blocks } from "./blocks-type";
import type { HeaderText } from "./header-fit";

/** Where a command ran: as the history knows, or of one that it does not keep as the terminal does. */
type RanIn = Pick<RunInfo, "cwd" | "branch"> | Pick<Block<unknown>, "cwd" | "branch">;

/** `~/src/ripgrep  main`; empty where nothing is known. */
export function placeText(info: RanIn | undefined, home: string | null | undefined): string {
  const folder = info?.cwd ? visiblePath(homely(info.cwd, home)) : "";
  const branch = info?.branch ? visibleName(info.branch) : "";
  return [folder, branch].filter(Boolean).join("  ");
}

/** How long it ran; empty where that is not known. */
function tookText(block: Block<unknown> | undefined, info: RunInfo | undefined): string {
  const length = block && durationOf(block, info);
  return length === undefined ? "" : durationText(length);
}

/** What a header says of a block. */
export function headerText(
  block: Block<unknown>,
  info: RunInfo | undefined,
  home: string | null | undefined,
): Omit<HeaderText, "canFold"> {
  return {
    state: outcomeText(block),
    took: tookText(block, info),
    place: placeText(info ?? block, home),
    hasError: Boolean(info?.firstError),
  };
}

/** The words about the block of a run; reactive. */
export interface BlockWords {
  outcome(run: string): Outcome;
  state(run: string): string;
  took(run: string): string;
  place(run: string): string;
  /** All of them. */
  about(run: string): string;
  /** The first line of the command. */
  command(run: string): string;
}

/** `home` is the person's folder, which is written short. */
export function blockWords(blocks: Blocks, home: string | null | undefined): BlockWords {
  const of = (run: string) => blocks.block(run) ?? { exit: null };
  const state = (run: string) => outcomeText(of(run));
  const took = (run: string) => tookText(blocks.block(run), blocks.info(run));
  const place = (run: string) => placeText(blocks.info(run) ?? blocks.block(run), home);
  return {
    outcome: (run) => outcomeOf(of(run)),
    state,
    took,
    place,
    about: (run) => [state(run), took(run), place(run)].filter(Boolean).join(" · "),
    command: (run) => visibleText(blocks.command(run)?.text.split("\n")[0] ?? "The command has scrolled out"),
  };
}
