/** What is known of the marked command: where it ran, and what it wrote; or the command itself, to be edited. */
import { onMount, Show, type JSX } from "solid-js";
import type { RunInfo } from "../../ipc/bindings";
import { visibleText } from "../../ui/visible-name";

/** Lines of output that are shown. */
const LINES = 200;

export interface RunPreviewProps {
  run: RunInfo;
  /** Nothing while it is on its way. */
  output: string | undefined;
  editing: string | undefined;
  onEdit: (command: string) => void;
  homely: (path: string) => string;
}

export function RunPreview(props: RunPreviewProps): JSX.Element {
  const about = () => {
    const { cwd, branch, host, source } = props.run;
    const place = [cwd === null ? "" : props.homely(cwd), branch ?? "", host];
    if (source !== "tenon") place.push(`from ${source}`);
    return place.filter(Boolean).join(" · ");
  };
  const said = () => {
    if (props.run.binary) return "What it wrote was no text, and was not kept.";
    if (props.output === undefined) return "";
    return props.output === ""
      ? "No output is kept."
      : visibleText(props.output.split("\n").slice(0, LINES).join("\n"));
  };
  return (
    <Show
      when={props.editing !== undefined}
      fallback={
        <div class="run-preview" data-testid="run-preview">
          <Show when={props.run.command.includes("\n")}>
            <pre class="run-whole">{visibleText(props.run.command)}</pre>
          </Show>
          <p class="run-about">{visibleText(about())}</p>
          <pre class="run-output">{said()}</pre>
        </div>
      }
    >
      <EditField text={props.editing ?? ""} onEdit={props.onEdit} />
    </Show>
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
      rows={4}
      value={props.text}
      onInput={(event) => props.onEdit(event.currentTarget.value)}
    />
  );
}
