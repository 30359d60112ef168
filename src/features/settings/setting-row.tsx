import { createSignal, createUniqueId, Match, Show, Switch, type JSX } from "solid-js";
import { sentences } from "../../kernel/sentences";
import { Choice } from "../../ui/choice";
import type { SettingField } from "./setting-fields";
import { readValue, sameValue, showValue } from "./setting-values";

export interface SettingRowProps {
  field: SettingField;
  value: unknown;
  /** What holds when nothing is set. */
  initial: unknown;
  /** What is wrong with the value that holds, as far as it is known. */
  told?: string | undefined;
  /** Writes it; `null` goes back to the default. */
  write: (value: unknown) => Promise<void>;
}

/** What was refused and what to do, in sentences; that the setting is meant is said by the place. */
function sentencesOf(thrown: unknown, key: string): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { message, hint } = thrown as Error & { hint?: string | null };
  const name = [`"${key}": `, `"${key}" `].find((begin) => message.startsWith(begin)) ?? "";
  return sentences(message.slice(name.length), hint);
}

/** What the default is called: that of a choice by its title. */
function defaultName(field: SettingField, initial: unknown): string {
  const { kind } = field;
  const shown = showValue(field, initial);
  const title = kind.type === "choice" && kind.options.find(({ value }) => value === initial)?.title;
  return title || (shown.includes("\n") ? "the default" : shown || "empty");
}

function unitOf({ kind }: SettingField): string {
  return kind.type === "number" ? (kind.unit ?? "") : "";
}

function placeholderOf({ kind }: SettingField): string | undefined {
  return kind.type === "text" ? kind.placeholder : undefined;
}

type Control = HTMLInputElement | HTMLTextAreaElement;

/** One setting: its name, what it does, and the field for it. */
export function SettingRow(props: SettingRowProps): JSX.Element {
  const id = createUniqueId();
  const [fault, setFault] = createSignal<string>();
  /** What was typed and refused goes before what is wrong with the value that holds. */
  const said = (): string | undefined => fault() ?? props.told;
  const kind = () => props.field.kind;
  const write = async (value: unknown): Promise<void> => {
    try {
      await props.write(value);
      setFault(undefined);
    } catch (thrown) {
      setFault(sentencesOf(thrown, props.field.key));
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
      return said() !== undefined;
    },
    "aria-describedby": `${id}-about ${id}-fault`,
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
              placeholder={placeholderOf(props.field)}
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
              invalid={said() !== undefined}
              describedBy={`${id}-about ${id}-fault`}
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
            <span class="setting-number">
              <input
                {...common}
                class="field"
                type="text"
                inputMode="decimal"
                value={showValue(props.field, props.value)}
              />
              <span class="setting-unit">{unitOf(props.field)}</span>
            </span>
          </Match>
        </Switch>
        <Show when={!sameValue(props.value, props.initial)}>
          <button type="button" class="setting-reset" onClick={() => void write(null)}>
            Back to {defaultName(props.field, props.initial)}
          </button>
        </Show>
        <p id={`${id}-fault`} class="setting-fault" aria-live="polite">
          {said()}
        </p>
      </div>
    </div>
  );
}
