/** The header of a block: where it ran, how it ended, its links, and what can be done with it. */
import ChevronDown from "lucide-solid/icons/chevron-down";
import ChevronRight from "lucide-solid/icons/chevron-right";
import Copy from "lucide-solid/icons/copy";
import Ellipsis from "lucide-solid/icons/ellipsis";
import Link2 from "lucide-solid/icons/link-2";
import RotateCcw from "lucide-solid/icons/rotate-ccw";
import { Show, type JSX } from "solid-js";
import type { App } from "../../../kernel/app";
import type { LinkStore } from "../../links";
import type { BlockWords } from "./block-words";
import type { Blocks } from "./blocks-type";
import type { Folds } from "./folds";
import type { HeaderFit } from "./header-fit";

export interface BlockHeaderProps {
  app: App;
  panel: string;
  run: string;
  blocks: Blocks;
  folds: Folds;
  links: LinkStore;
  words: BlockWords;
  fit: HeaderFit;
  /** Whether there is something to fold. */
  canFold: boolean;
  /** Whether it names the command, whose own line is not there. */
  named?: boolean;
  focus: () => void;
  onMenu: (event: MouseEvent) => void;
}

export function BlockHeader(props: BlockHeaderProps): JSX.Element {
  return (
    <>
      <Show when={props.named}>
        <span class="block-command">{props.words.command(props.run)}</span>
      </Show>
      <Show when={props.fit === "full" || props.fit === "place"}>
        <span class="block-place">{props.words.place(props.run)}</span>
      </Show>
      <span class="block-state" data-outcome={props.words.outcome(props.run)}>
        {props.words.state(props.run)}
      </span>
      <span>{props.words.took(props.run)}</span>
      <Show when={props.fit === "full" || props.fit === "short"}>
        {/* The history knows which commands can be linked. */}
        <Show when={props.blocks.info(props.run)}>
          <BlockLink app={props.app} links={props.links} run={props.run} />
        </Show>
        <BlockActions {...props} />
      </Show>
    </>
  );
}

function BlockActions(props: BlockHeaderProps): JSX.Element {
  const isFolded = (): boolean => props.folds.folded().has(props.run);
  const act = (command: string) => ({
    command,
    onPress: () => {
      void props.app.commands.run(command, { id: props.panel, run: props.run });
      props.focus();
    },
  });
  return (
    <span class="block-actions">
      <Show when={props.blocks.info(props.run)?.firstError}>
        <BlockButton label="Go to the First Error" {...act("terminal.blockFirstError")}>
          error
        </BlockButton>
      </Show>
      <Show when={props.canFold}>
        <Show
          when={isFolded()}
          fallback={
            <BlockButton label="Collapse Output" {...act("terminal.blockCollapse")}>
              <ChevronDown size={12} aria-hidden="true" />
            </BlockButton>
          }
        >
          <BlockButton label="Expand Output" {...act("terminal.blockExpand")}>
            <ChevronRight size={12} aria-hidden="true" />
          </BlockButton>
        </Show>
      </Show>
      <BlockButton label="Copy Output" {...act("terminal.blockCopyOutput")}>
        <Copy size={12} aria-hidden="true" />
      </BlockButton>
      <BlockButton label="Run Again" {...act("terminal.blockRunAgain")}>
        <RotateCcw size={12} aria-hidden="true" />
      </BlockButton>
      <BlockButton label="Link To…" {...act("terminal.blockLinkTo")}>
        <Link2 size={12} aria-hidden="true" />
      </BlockButton>
      <BlockButton label="More Actions" onPress={(event) => props.onMenu(event)}>
        <Ellipsis size={12} aria-hidden="true" />
      </BlockButton>
    </span>
  );
}

function BlockButton(props: {
  label: string;
  /** What it runs; its key stands in the tooltip. */
  command?: string;
  onPress: (event: MouseEvent) => void;
  children: JSX.Element;
}): JSX.Element {
  return (
    <button
      type="button"
      class="block-button"
      tabindex="-1"
      aria-label={props.label}
      data-tip={props.label}
      data-tip-command={props.command}
      onClick={(event) => {
        event.stopPropagation();
        props.onPress(event);
      }}
    >
      {props.children}
    </button>
  );
}

/** The first link of a command, and how many more there are. */
function BlockLink(props: { app: App; links: LinkStore; run: string }): JSX.Element {
  const all = () => props.links.of(`run:${props.run}`);
  const more = (): string => (all().length > 1 ? ` +${all().length - 1}` : "");
  return (
    <Show when={all()[0]}>
      {(link) => (
        <button
          type="button"
          class="block-link"
          tabindex="-1"
          data-testid="block-link"
          data-tip={more() === "" ? `Go to ${props.links.name(link().to)}` : "Show the links"}
          onClick={(event) => {
            event.stopPropagation();
            if (more() === "") void props.app.commands.run("links.open", link().to);
            else void props.app.commands.run("links.show", `run:${props.run}`);
          }}
        >
          <Link2 size={11} aria-hidden="true" />
          <span class="block-link-name">{props.links.name(link().to)}</span>
          {more()}
        </button>
      )}
    </Show>
  );
}
