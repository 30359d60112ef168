/** A row of the screen as pieces of one look each, for drawing it as text. */
import type { IBufferCell, IBufferLine, ITheme } from "@xterm/xterm";

export interface CellSpan {
  text: string;
  style: Record<string, string>;
}

const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;
const STEPS = [0, 95, 135, 175, 215, 255];

/** A colour of the palette of 256: those of the theme, the cube, and the greys. */
export function paletteColour(index: number, theme: ITheme): string | undefined {
  const name = NAMES[index % 8];
  if (index < 8) return name && theme[name];
  if (index < 16 && name)
    return theme[`bright${name.charAt(0).toUpperCase()}${name.slice(1)}` as keyof ITheme] as string;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const cube = index - 16;
  const [red, green, blue] = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6];
  return `rgb(${STEPS[red]} ${STEPS[green]} ${STEPS[blue]})`;
}

function colour(isRgb: boolean, isPalette: boolean, value: number, theme: ITheme): string | undefined {
  if (isRgb) return `#${value.toString(16).padStart(6, "0")}`;
  return isPalette ? paletteColour(value, theme) : undefined;
}

function styleOf(cell: IBufferCell, theme: ITheme): Record<string, string> {
  let front = colour(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor(), theme);
  let back = colour(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor(), theme);
  if (cell.isInverse() !== 0) {
    [front, back] = [back ?? theme.background, front ?? theme.foreground];
  }
  const lines = [cell.isUnderline() ? "underline" : "", cell.isStrikethrough() ? "line-through" : ""];
  const line = lines.filter(Boolean).join(" ");
  return {
    ...(front ? { color: front } : {}),
    ...(back ? { "background-color": back } : {}),
    ...(cell.isBold() ? { "font-weight": "700" } : {}),
    ...(cell.isItalic() ? { "font-style": "italic" } : {}),
    ...(cell.isDim() ? { opacity: "0.6" } : {}),
    ...(cell.isInvisible() ? { visibility: "hidden" } : {}),
    ...(line ? { "text-decoration": line } : {}),
  };
}

/** The pieces of a row, without blanks at its end that show nothing. */
export function spansOf(row: IBufferLine, theme: ITheme): CellSpan[] {
  const spans: (CellSpan & { look: string })[] = [];
  for (let x = 0; x < row.length; x += 1) {
    const cell = row.getCell(x);
    // The second half of a wide character.
    if (!cell || cell.getWidth() === 0) continue;
    const style = styleOf(cell, theme);
    const look = JSON.stringify(style);
    const text = cell.getChars() || " ";
    const last = spans.at(-1);
    if (last?.look === look) last.text += text;
    else spans.push({ text, style, look });
  }
  const last = spans.at(-1);
  if (last?.look === "{}") last.text = last.text.trimEnd();
  return spans;
}
