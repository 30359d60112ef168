/** Draws a graph: only what is in sight, all of one look in one stroke, and labels where there is room. */
import { toPicture, type Camera, type Point, type Size } from "./camera";
import { LABEL_HEIGHT, makeLabels, widthOf } from "./labels";
import type { Spot } from "./layout";
import type { Line, Node, Stroke } from "./messages";
import { forms, groups, radiusOf, type Look } from "./shapes";

/** What both kinds of canvas have. */
export type Brush = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export interface Picture {
  nodes: readonly Node[];
  lines: readonly Line[];
  spots: readonly Spot[];
  /** How many links each thing has. */
  degrees: readonly number[];
  camera: Camera;
  size: Size;
  look: Look;
  /** What is chosen, and what the pointer is on. */
  selected: number | undefined;
  hovered: number | undefined;
  /** The places of what is linked with the one looked at; all are as bright where there is none. */
  near: ReadonlySet<number> | undefined;
}

/** Below these scales fewer labels are worth their place. */
const LABEL_SCALE = 0.55;
const MOST_LABELS = 300;
const DIM = 0.22;

/** The radius of a thing in the picture, in pixels; what is far away can still be seen. */
export const seenRadius = (node: Node, links: number, scale: number): number =>
  Math.max(1.5, radiusOf(node.depth, links) * Math.min(1.4, scale));

export function paint(brush: Brush, picture: Picture): void {
  const { size, look, near } = picture;
  brush.fillStyle = look.background;
  brush.fillRect(0, 0, size.width, size.height);
  const places = picture.spots.map((spot) => toPicture(picture.camera, size, spot));
  const isBright = (index: number): boolean => near === undefined || near.has(index);
  const inSight = places.map(({ x, y }) => x > -40 && y > -40 && x < size.width + 40 && y < size.height + 40);
  paintLines(brush, picture, places);
  for (const bright of near === undefined ? [true] : [false, true]) {
    brush.globalAlpha = bright ? 1 : DIM;
    for (const { id } of groups) {
      brush.beginPath();
      picture.nodes.forEach((node, index) => {
        const at = places[index];
        if (node.group !== id || node.missing || !at || !inSight[index] || isBright(index) !== bright) return;
        trace(brush, node, at, seenRadius(node, picture.degrees[index] ?? 0, picture.camera.scale));
      });
      brush.fillStyle = look.colours[id];
      brush.fill();
    }
  }
  brush.globalAlpha = 1;
  paintMarks(brush, picture, places, inSight);
  paintLabels(brush, picture, places, inSight);
}

function trace(brush: Brush, node: Node, { x, y }: { x: number; y: number }, radius: number): void {
  const form = forms[node.shape];
  if (form.length === 0) {
    brush.moveTo(x + radius, y);
    brush.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  // A form with corners looks smaller than a circle of its radius.
  form.forEach(([dx, dy], index) => {
    const [to, down] = [x + dx * radius * 1.15, y + dy * radius * 1.15];
    if (index === 0) brush.moveTo(to, down);
    else brush.lineTo(to, down);
  });
  brush.closePath();
}

/** Heads of arrows at the ends of lines, where they lead. */
const HEAD = 6;
/** More lines than this have heads only where they are looked at. */
const MOST_HEADS = 400;

function head(brush: Brush, from: Point, to: Point, radius: number): void {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length < radius + 2 * HEAD) return;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const [x, y] = [to.x - dx * (radius + 2), to.y - dy * (radius + 2)];
  brush.moveTo(x, y);
  brush.lineTo(x - HEAD * dx - (HEAD / 2) * dy, y - HEAD * dy + (HEAD / 2) * dx);
  brush.lineTo(x - HEAD * dx + (HEAD / 2) * dy, y - HEAD * dy - (HEAD / 2) * dx);
  brush.closePath();
}

const strokes: Stroke[] = ["suggestion", "plain", "person"];

function paintLines(brush: Brush, picture: Picture, places: readonly { x: number; y: number }[]): void {
  const { nodes, lines, degrees, camera, size, look, near, selected, hovered } = picture;
  const looked = hovered ?? selected;
  const isFew = lines.length <= MOST_HEADS;
  brush.lineWidth = 1;
  for (const chosen of [false, true]) {
    for (const stroke of strokes) {
      brush.beginPath();
      const ends: [from: Point, to: Point, radius: number][] = [];
      for (const line of lines) {
        const isChosen = looked !== undefined && (line.from === looked || line.to === looked);
        const [from, to] = [places[line.from], places[line.to]];
        if (line.stroke !== stroke || isChosen !== chosen || !from || !to) continue;
        if (Math.max(from.x, to.x) < 0 || Math.min(from.x, to.x) > size.width) continue;
        if (Math.max(from.y, to.y) < 0 || Math.min(from.y, to.y) > size.height) continue;
        brush.moveTo(from.x, from.y);
        brush.lineTo(to.x, to.y);
        const node = nodes[line.to];
        if (node && (chosen || isFew))
          ends.push([from, to, seenRadius(node, degrees[line.to] ?? 0, camera.scale)]);
      }
      brush.globalAlpha = chosen || near === undefined ? 1 : DIM;
      brush.strokeStyle = chosen || stroke === "person" ? look.strong : look.line;
      brush.setLineDash(stroke === "suggestion" ? [4, 4] : []);
      brush.stroke();
      if (ends.length === 0) continue;
      brush.beginPath();
      for (const [from, to, radius] of ends) head(brush, from, to, radius);
      brush.fillStyle = brush.strokeStyle;
      brush.fill();
    }
  }
  brush.setLineDash([]);
  brush.globalAlpha = 1;
}

/** Rings around what is chosen and pointed at, and the outlines of what is no longer there. */
function paintMarks(
  brush: Brush,
  { nodes, degrees, camera, look, selected, hovered }: Picture,
  places: readonly { x: number; y: number }[],
  inSight: readonly boolean[],
): void {
  brush.lineWidth = 1.5;
  brush.strokeStyle = look.faint;
  brush.setLineDash([2, 2]);
  brush.beginPath();
  nodes.forEach((node, index) => {
    const at = places[index];
    if (node.missing && at && inSight[index])
      trace(brush, node, at, seenRadius(node, degrees[index] ?? 0, camera.scale));
  });
  brush.stroke();
  brush.setLineDash([]);
  for (const [index, width] of [
    [hovered, 1.5],
    [selected, 2.5],
  ] as const) {
    const node = index === undefined ? undefined : nodes[index];
    const at = index === undefined ? undefined : places[index];
    if (index === undefined || !node || !at) continue;
    brush.beginPath();
    brush.arc(at.x, at.y, seenRadius(node, degrees[index] ?? 0, camera.scale) + 4, 0, 2 * Math.PI);
    brush.lineWidth = width;
    brush.strokeStyle = look.strong;
    brush.stroke();
  }
}

function paintLabels(
  brush: Brush,
  picture: Picture,
  places: readonly { x: number; y: number }[],
  inSight: readonly boolean[],
): void {
  const { nodes, degrees, camera, look, near, selected, hovered } = picture;
  brush.font = look.font;
  brush.textAlign = "center";
  brush.textBaseline = "top";
  const rank = (index: number): number => {
    if (index === selected || index === hovered) return -2;
    if (near?.has(index)) return -1;
    return nodes[index]?.depth ?? 0;
  };
  const wanted = nodes.flatMap((node, index) => {
    if (!inSight[index] || (near !== undefined && !near.has(index))) return [];
    const isFew = camera.scale >= LABEL_SCALE || node.depth <= 1 || near?.has(index);
    return isFew ? [index] : [];
  });
  wanted.sort((a, b) => rank(a) - rank(b) || (degrees[b] ?? 0) - (degrees[a] ?? 0) || a - b);
  const labels = makeLabels();
  let drawn = 0;
  for (const index of wanted) {
    const [node, at] = [nodes[index], places[index]];
    if (!node || !at || drawn >= MOST_LABELS) break;
    const width = widthOf(brush, node.label);
    const radius = seenRadius(node, degrees[index] ?? 0, camera.scale);
    const below = at.y + radius + 4;
    // Below it, else above it, else nowhere; what is looked at is named in any case.
    let top = labels.take(at.x, [below, at.y - radius - 4 - LABEL_HEIGHT], width);
    if (top === undefined && rank(index) > -2) continue;
    if (top === undefined) labels.force(at.x, (top = below), width);
    brush.lineWidth = 3;
    brush.strokeStyle = look.background;
    brush.strokeText(node.label, at.x, top);
    brush.fillStyle = node.missing ? look.faint : look.text;
    brush.fillText(node.label, at.x, top);
    drawn += 1;
  }
}
