import { For, type JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { Part } from "./excerpt";

const tags: Record<Part["kind"], string> = { plain: "span", match: "mark", old: "del", new: "ins" };

/** A line of code, with what matched in it. */
export function Parts(props: { parts: Part[] }): JSX.Element {
  return (
    <span class="search-text">
      <For each={props.parts}>{(part) => <Dynamic component={tags[part.kind]}>{part.text}</Dynamic>}</For>
    </span>
  );
}
