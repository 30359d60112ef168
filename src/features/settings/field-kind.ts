/** How a setting is edited, and what it takes. */
export type FieldKind =
  | { type: "switch" }
  | { type: "choice"; options: { value: string; title: string }[] }
  | { type: "number"; least: number; most: number; whole: boolean; unit?: string }
  | { type: "text"; placeholder?: string }
  | { type: "lines" }
  /** A list that is written as JSON. */
  | { type: "json" };

export const whole = (least: number, most: number, unit?: string): FieldKind => ({
  type: "number",
  least,
  most,
  whole: true,
  ...(unit === undefined ? {} : { unit }),
});
export const pixels: FieldKind = { type: "number", least: 6, most: 40, whole: false, unit: "pixels" };
export const choice = (...pairs: [string, string][]): FieldKind => ({
  type: "choice",
  options: pairs.map(([value, title]) => ({ value, title })),
});
