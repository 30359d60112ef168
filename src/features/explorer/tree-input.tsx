import { createSignal, onMount, Show, type JSX } from "solid-js";
import { AppError } from "../../ipc/app-error";
import type { App } from "../../kernel/app";
import { visibleName } from "../../ui/visible-name";
import { checkName, selectedPart } from "./name-rules";
import { isFolder } from "./tree-path";
import type { TreeActions } from "./tree-actions";
import type { TreeInput, TreeStore } from "./tree-store";

export interface TreeInputProps {
  app: App;
  store: TreeStore;
  actions: TreeActions;
  input: TreeInput;
  /** Gives the focus back to the tree. */
  onDone: () => void;
}

/** The field inside the tree for a new name; what is wrong with it stands below it. */
export function TreeInputField(props: TreeInputProps): JSX.Element {
  let field!: HTMLInputElement;
  const [fault, setFault] = createSignal<string>();
  const [working, setWorking] = createSignal(false);
  let over = false;

  const first = (): string => (props.input.type === "rename" ? props.input.entry.name : "");
  const label = (): string => {
    if (props.input.type === "rename") return `New name of ${visibleName(props.input.entry.name)}`;
    return props.input.kind === "folder" ? "Name of the new folder" : "Name of the new file";
  };
  const check = (name: string): string | undefined => {
    const names = new Set(props.store.entries(props.input.folder).map((entry) => entry.name));
    names.delete(first());
    return checkName(name, names, { nested: props.input.type === "create" });
  };
  const leave = (): void => {
    over = true;
    props.store.setInput(undefined);
  };
  const submit = async (): Promise<boolean> => {
    const name = field.value;
    const wrong = check(name);
    setFault(wrong);
    if (wrong !== undefined || working()) return false;
    setWorking(true);
    try {
      over = true;
      await props.actions.submit(props.input, name);
      return true;
    } catch (thrown) {
      over = false;
      const { message, hint } = AppError.from(thrown);
      setFault(hint === undefined ? message : `${message} ${hint}`);
      setWorking(false);
      return false;
    }
  };
  const onKeyDown = async (event: KeyboardEvent): Promise<void> => {
    event.stopPropagation();
    if (event.key === "Escape") {
      leave();
      props.onDone();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (await submit()) props.onDone();
      else field.focus();
    }
  };
  const onBlur = (): void => {
    props.app.contexts.set("explorerInput", false);
    if (over || working() || !field.isConnected) return;
    // Leaving the field means the same as in VS Code: a name that can be used is used.
    if (field.value === first() || check(field.value) !== undefined) leave();
    else void submit();
  };
  onMount(() => {
    field.value = props.store.draft() ?? first();
    const folder = props.input.type === "rename" && isFolder(props.input.entry);
    // The line is put into the page after this.
    queueMicrotask(() => {
      field.focus();
      field.setSelectionRange(...selectedPart(field.value, folder));
    });
  });
  return (
    <span class="tree-input">
      <input
        ref={field}
        type="text"
        aria-label={label()}
        aria-invalid={fault() !== undefined}
        spellcheck={false}
        autocomplete="off"
        onInput={() => {
          props.store.setDraft(field.value);
          setFault(field.value === "" ? undefined : check(field.value));
        }}
        onKeyDown={(event) => void onKeyDown(event)}
        onFocus={() => props.app.contexts.set("explorerInput", true)}
        onBlur={onBlur}
        onClick={(event) => event.stopPropagation()}
        onDblClick={(event) => event.stopPropagation()}
      />
      <Show when={fault()}>
        {(message) => (
          <span class="tree-input-fault" role="alert">
            {message()}
          </span>
        )}
      </Show>
    </span>
  );
}
