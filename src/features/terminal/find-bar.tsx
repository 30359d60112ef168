/** The small bar that searches in a terminal's text. */
import ArrowDown from "lucide-solid/icons/arrow-down";
import ArrowUp from "lucide-solid/icons/arrow-up";
import CaseSensitive from "lucide-solid/icons/case-sensitive";
import Regex from "lucide-solid/icons/regex";
import X from "lucide-solid/icons/x";
import { createEffect, createSignal, on, onMount, type JSX } from "solid-js";
import { Toggle } from "../../ui/toggle";
import type { Finder, FindResult } from "./finder";

export interface FindBarProps {
  /** Grows each time the bar is asked for, so that it takes the focus again. */
  asked: number;
  finder: Finder;
  /** The last result; undefined before the first search. */
  result: FindResult | undefined;
  onFocus: (focused: boolean) => void;
  onClose: () => void;
}

function resultText(text: string, result: FindResult | undefined): string {
  if (text === "" || !result) return "";
  if (result.total === 0) return "No results";
  return result.current > 0 ? `${result.current} of ${result.total}` : `${result.total} found`;
}

export function FindBar(props: FindBarProps): JSX.Element {
  let field!: HTMLInputElement;
  const [text, setText] = createSignal("");
  const [caseSensitive, setCaseSensitive] = createSignal(false);
  const [regex, setRegex] = createSignal(false);
  const query = () => ({ text: text(), caseSensitive: caseSensitive(), regex: regex() });

  const takeFocus = () => {
    field.focus();
    field.select();
  };
  onMount(takeFocus);
  createEffect(on(() => props.asked, takeFocus, { defer: true }));
  createEffect(on(query, (now) => props.finder.next(now, true), { defer: true }));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") props.onClose();
    else if (event.key === "Enter" && event.shiftKey) props.finder.previous(query());
    else if (event.key === "Enter") props.finder.next(query());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      class="terminal-find"
      role="search"
      aria-label="Find in terminal"
      onKeyDown={onKeyDown}
      onFocusIn={() => props.onFocus(true)}
      onFocusOut={() => props.onFocus(false)}
    >
      <input
        ref={field}
        class="field"
        type="text"
        aria-label="Find"
        placeholder="Find"
        spellcheck={false}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <span class="terminal-find-result" role="status">
        {resultText(text(), props.result)}
      </span>
      <Toggle title="Match case" on={caseSensitive()} onToggle={setCaseSensitive}>
        <CaseSensitive size={14} aria-hidden="true" />
      </Toggle>
      <Toggle title="Use a regular expression" on={regex()} onToggle={setRegex}>
        <Regex size={14} aria-hidden="true" />
      </Toggle>
      <Action label="Previous Match" onClick={() => props.finder.previous(query())}>
        <ArrowUp size={14} />
      </Action>
      <Action label="Next Match" onClick={() => props.finder.next(query())}>
        <ArrowDown size={14} />
      </Action>
      <Action label="Close" onClick={() => props.onClose()}>
        <X size={14} />
      </Action>
    </div>
  );
}

interface ActionProps {
  label: string;
  onClick: () => void;
  children: JSX.Element;
}

function Action(props: ActionProps): JSX.Element {
  return (
    <button
      type="button"
      class="icon-button"
      data-tip={props.label}
      aria-label={props.label}
      onClick={() => props.onClick()}
    >
      {props.children}
    </button>
  );
}
