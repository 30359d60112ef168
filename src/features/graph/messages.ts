/** What the panel and the picture of a graph tell each other, on one thread or across two. */
import type { Group, Look, Shape } from "./shapes";

/** A thing as the picture needs it. */
export interface Node {
  ref: string;
  /** Its colour, and its form. */
  group: Group;
  shape: Shape;
  label: string;
  depth: number;
  missing: boolean;
}

/** How a link is drawn: what nobody said yet is dashed. */
export type Stroke = "plain" | "person" | "suggestion";

export interface Line {
  /** Places in the list of things. */
  from: number;
  to: number;
  stroke: Stroke;
}

export type ToPicture =
  | { type: "graph"; nodes: Node[]; lines: Line[] }
  | { type: "size"; width: number; height: number; ratio: number }
  /** `calm`: nothing moves; the picture comes once every place is found. */
  | { type: "look"; look: Look; calm: boolean }
  /** Whether anybody can see it; otherwise it rests. */
  | { type: "shown"; shown: boolean }
  | { type: "pan"; dx: number; dy: number }
  /** Around a point of the picture, or its middle. */
  | { type: "zoom"; factor: number; x?: number; y?: number }
  | { type: "fit" }
  /** The pointer is there, or has left. */
  | { type: "point"; x: number; y: number }
  | { type: "leave" }
  | { type: "press"; x: number; y: number }
  | { type: "open"; x: number; y: number }
  | { type: "select"; ref: string | undefined }
  /** To the next thing in a direction. */
  | { type: "step"; dx: number; dy: number };

export type FromPicture =
  | { type: "hover"; ref: string | undefined }
  | { type: "selected"; ref: string | undefined }
  | { type: "opened"; ref: string }
  /** How much of the layout is done, from 0 to 1. */
  | { type: "progress"; done: number };

/** What a worker answers when it has begun: whether it can draw. */
export interface Begun {
  type: "begun";
  draws: boolean;
}

/** The first message to a worker: where to draw. */
export interface Begin {
  type: "begin";
  canvas: OffscreenCanvas;
}
