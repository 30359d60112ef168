/** The one component that puts HTML made of Markdown into the page. */
import "./markdown.css";
import { createEffect, createUniqueId, on, onCleanup, type JSX } from "solid-js";
import { putBlocks } from "./blocks";
import { dress } from "./dress";
import { goToPlace, toggles, type Placed } from "./places";
import { followLinks } from "./follow-links";
import type { MarkdownTools } from "./tools";

export interface MarkdownProps {
  /** Sanitised HTML as the core makes it. Nothing else may be given. */
  html: string;
  tools: MarkdownTools;
  /** Names the text for screen readers. */
  label: string;
  class?: string;
  /** Gets what moves in the text, once. */
  ref?: (placed: Placed) => void;
  /** Called around a new drawing, so that what is scrolled can stay where it was. */
  onDraw?: (draw: () => void) => void;
}

/**
 * Markdown as it is read. What the core gives holds no script, style, address to fetch or form; code colour,
 * names of headings, math, diagrams and links are added here, from the `data-` attributes that it holds.
 */
export function Markdown(props: MarkdownProps): JSX.Element {
  const prefix = createUniqueId();
  let element!: HTMLDivElement;
  /** What blocks hold as long as they are there, such as the bytes of pictures. */
  const held = new Map<Node, (() => void)[]>();
  const release = (block: Node): void => {
    held.get(block)?.forEach((run) => run());
    held.delete(block);
  };
  onCleanup(() => [...held.keys()].forEach(release));
  const draw = (html: string): void => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    for (const block of putBlocks(element, parsed.body, release)) {
      const onLeave = (run: () => void): void => {
        if (element.contains(block)) held.set(block, [...(held.get(block) ?? []), run]);
        else run();
      };
      dress(block, { prefix, tools: props.tools, onLeave });
    }
  };
  const mounted = (made: HTMLDivElement): void => {
    element = made;
    followLinks(made, () => props.tools, prefix);
    toggles(made);
    props.ref?.({ element: made, goTo: (place) => goToPlace(made, place) });
    createEffect(
      on(
        () => props.html,
        (html) => {
          if (props.onDraw) props.onDraw(() => draw(html));
          else draw(html);
        },
      ),
    );
  };
  return (
    <div ref={mounted} class={`markdown ${props.class ?? ""}`} role="document" aria-label={props.label} />
  );
}
