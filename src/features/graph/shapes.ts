/** What each kind of thing looks like: a colour never stands alone, so each has a form too. Pure. */

/** What people tell apart; each stands for one or several kinds of things. */
export const groups = [
  { id: "file", title: "Files", kinds: ["file"] },
  { id: "symbol", title: "Symbols", kinds: ["symbol"] },
  { id: "note", title: "Notes", kinds: ["note", "heading", "block"] },
  { id: "task", title: "Tasks", kinds: ["task"] },
  { id: "run", title: "Commands", kinds: ["run"] },
  { id: "commit", title: "Commits", kinds: ["commit"] },
  { id: "other", title: "Other", kinds: ["event", "terminal", "chat", "turn", "node"] },
] as const;

export type Group = (typeof groups)[number]["id"];

export function groupOf(kind: string): Group {
  return groups.find(({ kinds }) => (kinds as readonly string[]).includes(kind))?.id ?? "other";
}

/** Parts of notes have the colour of notes and forms of their own. */
export type Shape = Group | "heading" | "block";

export const shapeOf = (kind: string): Shape =>
  kind === "heading" || kind === "block" ? kind : groupOf(kind);

/** What the forms of a group are called, in words. */
export const shapesOf: Partial<Record<Group, { shape: Shape; name: string }[]>> = {
  note: [
    { shape: "note", name: "Note" },
    { shape: "heading", name: "Heading" },
    { shape: "block", name: "Block of a note" },
  ],
};

/** Colours of the theme by what they are for, as a canvas takes them. */
export interface Look {
  colours: Record<Group, string>;
  background: string;
  line: string;
  /** Links that persons made, and those of what is chosen. */
  strong: string;
  text: string;
  faint: string;
  font: string;
}

/** The token of each group's colour. */
export const tokens: Record<Group, string> = {
  file: "--fg-2",
  symbol: "--info",
  note: "--ok",
  task: "--accent",
  run: "--warn",
  commit: "--error",
  other: "--fg-3",
};

/** A form as corners around the middle, in parts of its radius; none is a circle. */
export type Form = readonly (readonly [x: number, y: number])[];

const turned = (corners: number, from: number): Form =>
  Array.from({ length: corners }, (_, index) => {
    const angle = from + (index * 2 * Math.PI) / corners;
    return [Math.cos(angle), Math.sin(angle)] as const;
  });

/** A cross, as wide as its arms are long. */
const cross: Form = [-1, 1].flatMap((side) =>
  (
    [
      [-0.35, 1],
      [0.35, 1],
      [0.35, 0.35],
      [1, 0.35],
      [1, -0.35],
      [0.35, -0.35],
    ] as const
  ).map(([x, y]) => [x * side, y * side] as const),
);

export const forms: Record<Shape, Form> = {
  file: [],
  symbol: turned(4, 0),
  note: turned(4, Math.PI / 4),
  heading: [
    [-1, -0.4],
    [1, -0.4],
    [1, 0.4],
    [-1, 0.4],
  ],
  block: cross,
  task: turned(3, -Math.PI / 2),
  run: turned(3, 0),
  commit: turned(6, 0),
  other: turned(5, -Math.PI / 2),
};

/** The radius of a thing in the plane: what was asked about is larger, and what has many links a little. */
export function radiusOf(depth: number, links: number): number {
  return (depth === 0 ? 10 : depth === 1 ? 6.5 : 5) + Math.min(4, Math.log2(1 + links) / 2);
}
