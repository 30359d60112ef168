/** What is known of the marked command: where it ran, what it wrote, its links; or the command itself, to be edited. */
import Copy from "lucide-solid/icons/copy";
import Ellipsis from "lucide-solid/icons/ellipsis";
import Link2 from "lucide-solid/icons/link-2";
import SquareTerminal from "lucide-solid/icons/square-terminal";
import { createEffect, on, onMount, Show, type JSX } from "solid-js";
import type { RunInfo } from "../../ipc/bindings";
import { visibleText } from "../../ui/visible-name";
import { LinkList, type LinkStore } from "../links";
import type { OutputPart } from "./output-lines";
import type { RunActions } from "./run-actions";
import { RunOutput } from "./run-output";

export interface RunPreviewProps {
  run: RunInfo;
  /** Nothing while it is on its way. */
  output: string | undefined;
  /** Why the output could not be read. */
  fault: unknown;
  editing: string | undefined;
  onEdit: (command: string) => void;
  homely: (path: string) => string;
  links: LinkStore;
  actions: RunActions;
  attempt: (work: Promise<unknown>) => void;
  onOpenLink: (ref: string) => void;
  onMenu: (at: { x: number; y: number }) => void;
}

export function RunPreview(props: RunPreviewProps): JSX.Element {
  let box: HTMLDivElement | undefined;
  const about = () => {
    const { cwd, branch, host, source, state } = props.run;
    const place = [cwd === null ? "" : props.homely(cwd), branch ?? "", host];
    if (source !== "tenon") place.push(`from ${source}`);
    if (state === "lost") place.push("ended with Tenon");
    return place.filter(Boolean).join(" · ");
  };
  const said = () => {
    if (props.run.binary) return "What it wrote was no text, and was not kept.";
    if (props.fault !== undefined) return "What it wrote could not be read.";
    if (props.output !== "") return "";
    const { source, state, outputBytes } = props.run;
    // Of others it is not known: an end that was not heard of, or a history that has no outputs.
    const isKnown = source === "tenon" && state === "ended";
    return isKnown && outputBytes === 0 ? "It wrote nothing." : "No output is kept.";
  };
  // The first error is what people look for; else an output is read from its beginning.
  createEffect(
    on(
      () => props.output,
      () => {
        const error = box?.querySelector<HTMLElement>("[data-testid=run-error]");
        if (box) box.scrollTop = error ? error.offsetTop - box.clientHeight / 3 : 0;
      },
    ),
  );
  const act = (work: (run: RunInfo) => Promise<void>) => () => props.attempt(work(props.run));
  return (
    <Show
      when={props.editing === undefined}
      fallback={<EditField text={props.editing ?? ""} onEdit={props.onEdit} />}
    >
      <div class="run-preview" data-testid="run-preview">
        <div class="run-head">
          <p class="run-about">{visibleText(about())}</p>
          <div class="run-actions" role="toolbar" aria-label="What can be done with the command">
            <Action label="Copy Command (Ctrl+C)" onPress={act(props.actions.copy)}>
              <Copy size={14} aria-hidden="true" />
            </Action>
            <Action label="Link To… (Alt+L)" onPress={act(props.actions.linkTo)}>
              <Link2 size={14} aria-hidden="true" />
            </Action>
            <Action label="Open Terminal There (Alt+T)" onPress={act(props.actions.openTerminal)}>
              <SquareTerminal size={14} aria-hidden="true" />
            </Action>
            <Action
              label="More Actions"
              onPress={(event) => {
                const { left, bottom } = (event.currentTarget as HTMLElement).getBoundingClientRect();
                props.onMenu({ x: left, y: bottom });
              }}
            >
              <Ellipsis size={14} aria-hidden="true" />
            </Action>
          </div>
        </div>
        <LinkList links={props.links} of={`run:${props.run.id}`} onOpen={props.onOpenLink} />
        <div ref={box} class="run-wrote">
          {/* Its row has room for the first line only, and often for less. */}
          <pre class="run-whole">{visibleText(props.run.command)}</pre>
          <Show when={said() === ""} fallback={<p class="run-about">{said()}</p>}>
            <RunOutput
              text={props.output ?? ""}
              errorLine={props.run.firstError?.line}
              onFollow={(part: OutputPart) => props.attempt(props.actions.follow(props.run, part))}
            />
          </Show>
        </div>
      </div>
    </Show>
  );
}

function Action(props: {
  label: string;
  onPress: (event: MouseEvent) => void;
  children: JSX.Element;
}): JSX.Element {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={props.label}
      data-tip={props.label}
      onClick={(event) => props.onPress(event)}
    >
      {props.children}
    </button>
  );
}

function EditField(props: { text: string; onEdit: (text: string) => void }): JSX.Element {
  let field!: HTMLTextAreaElement;
  onMount(() => {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  });
  return (
    <textarea
      ref={field}
      class="field run-edit"
      aria-label="Edit the command"
      data-testid="run-edit"
      spellcheck={false}
      value={props.text}
      onInput={(event) => props.onEdit(event.currentTarget.value)}
    />
  );
}
