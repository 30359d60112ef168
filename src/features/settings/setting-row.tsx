import { createSignal, createUniqueId, Match, Show, Switch, type JSX } from "solid-js";
import { Choice } from "../../ui/choice";
import type { SettingField } from "./setting-fields";
import { readValue, sameValue, showValue } from "./setting-values";

export interface SettingRowProps {
  field: SettingField;
  value: unknown;
  /** What holds when nothing is set. */
  initial: unknown;
  /** Writes it; `null` goes back to the default. */
  write: (value: unknown) => Promise<void>;
}

type Control = HTMLInputElement | HTMLTextAreaElement;

/** One setting: its name, what it does, and the field for it. */
export function SettingRow(props: SettingRowProps): JSX.Element {
  const id = createUniqueId();
  const [fault, setFault] = createSignal<string>();
  const kind = () => props.field.kind;
  const write = async (value: unknown): Promise<void> => {
    try {
      await props.write(value);
      setFault(undefined);
    } catch (thrown) {
      setFault(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  const typed = async (control: Control): Promise<void> => {
    const read = readValue(props.field, control.value);
    if ("fault" in read) setFault(read.fault);
    else if (!sameValue(read.value, props.value)) await write(read.value);
    else setFault(undefined);
  };
  const common = {
    id,
    get "aria-invalid"() {
      return fault() !== undefined;
    },
    "aria-describedby": `${id}-about`,
    onChange: (event: Event & { currentTarget: Control }) => void typed(event.currentTarget),
  };
  const options = () => {
    const now = kind();
    return now.type === "choice" ? now.options : [];
  };
  return (
    <div class="setting" data-setting={props.field.key}>
      <div class="setting-words">
        <label class="setting-title" for={id}>
          {props.field.title}
        </label>
        <code class="setting-key selectable">{props.field.key}</code>
        <p id={`${id}-about`} class="setting-about">
          {props.field.about}
        </p>
      </div>
      <div class="setting-control">
        <Switch
          fallback={
            <input
              {...common}
              class="field"
              type="text"
              spellcheck={false}
              value={showValue(props.field, props.value)}
            />
          }
        >
          <Match when={kind().type === "switch"}>
            <input
              {...common}
              class="switch"
              type="checkbox"
              role="switch"
              checked={props.value === true}
              onChange={(event) => void write(event.currentTarget.checked)}
            />
          </Match>
          <Match when={kind().type === "choice"}>
            <Choice
              id={id}
              invalid={fault() !== undefined}
              describedBy={`${id}-about`}
              options={options()}
              value={String(props.value)}
              onChoose={(value) => void write(value)}
            />
          </Match>
          <Match when={kind().type === "lines" || kind().type === "json"}>
            <textarea
              {...common}
              class="field setting-lines"
              rows={6}
              spellcheck={false}
              value={showValue(props.field, props.value)}
            />
          </Match>
          <Match when={kind().type === "number"}>
            <input
              {...common}
              class="field"
              type="text"
              inputMode="decimal"
              value={showValue(props.field, props.value)}
            />
          </Match>
        </Switch>
        <Show when={!sameValue(props.value, props.initial)}>
          <button type="button" class="setting-reset" onClick={() => void write(null)}>
            Back to{" "}
            {showValue(props.field, props.initial).split("\n").length > 1
              ? "the default"
              : showValue(props.field, props.initial) || "empty"}
          </button>
        </Show>
        <p class="setting-fault" aria-live="polite">
          {fault()}
        </p>
      </div>
    </div>
  );
}
