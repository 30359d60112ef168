/** Takes the colours of xterm.js from the style sheet, so that they live in one place. */
import type { ITheme } from "@xterm/xterm";
import type { ISearchOptions } from "@xterm/addon-search";

const ANSI = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;

type Ansi = (typeof ANSI)[number];

function reader(element: HTMLElement): (name: string) => string | undefined {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(`--terminal-${name}`).trim() || undefined;
}

/**
 * The colours that are in force for an element; xterm.js has its own for those that are not given. While
 * something is `found` the selection is the chosen match, and drawn above its mark.
 */
export function readTheme(element: HTMLElement, found = false): ITheme {
  const colour = reader(element);
  const selection = colour(found ? "match-active" : "selection");
  const theme: ITheme = {
    background: colour("background"),
    foreground: colour("foreground"),
    cursor: colour("cursor"),
    cursorAccent: colour("background"),
    selectionBackground: selection,
    selectionInactiveBackground: selection,
    selectionForeground: found ? colour("match-active-text") : undefined,
    overviewRulerBorder: colour("background"),
  };
  for (const name of ANSI) {
    const bright = `bright${name[0]?.toUpperCase() ?? ""}${name.slice(1)}` as `bright${Capitalize<Ansi>}`;
    theme[name] = colour(name);
    theme[bright] = colour(`bright-${name}`);
  }
  return theme;
}

/** How the find bar marks what it found; the addon takes only `#rrggbb`. */
export function readMatchColours(element: HTMLElement): NonNullable<ISearchOptions["decorations"]> {
  const colour = reader(element);
  const active = colour("match-active") ?? "#e0a458";
  const match = colour("match") ?? "#4a3d28";
  return {
    matchBackground: match,
    matchOverviewRuler: match,
    activeMatchBackground: active,
    // Two marks share the cells of the chosen match, and either may be drawn above: its edge shows in any case.
    activeMatchBorder: active,
    activeMatchColorOverviewRuler: active,
  };
}
