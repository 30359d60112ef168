import { groups, tokens, type Group, type Look } from "./shapes";

/** The colours of the theme as they are now, for a canvas that knows no style sheet. */
export function readLook(element: Element): Look {
  const style = getComputedStyle(element);
  const colour = (token: string): string => style.getPropertyValue(token).trim() || "#888888";
  return {
    colours: Object.fromEntries(groups.map(({ id }) => [id, colour(tokens[id])])) as Record<Group, string>,
    background: colour("--bg-0"),
    line: colour("--line-strong"),
    strong: colour("--accent"),
    text: colour("--fg"),
    faint: colour("--fg-3"),
    font: `11px ${style.getPropertyValue("--font-ui").trim() || "sans-serif"}`,
  };
}
