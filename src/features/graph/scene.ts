/** The picture of a graph and what moves in it. Runs in a worker or, where that cannot draw, in the page. */
import { fitted, panned, revealing, toPicture, zoomed, type Camera, type Point, type Size } from "./camera";
import { makeLayout, type Layout } from "./layout";
import type { FromPicture, Line, Node, ToPicture } from "./messages";
import { paint, seenRadius, type Brush } from "./paint";
import type { Look } from "./shapes";
import { nextInDirection } from "./step";

/** What a scene is given of the thread that it runs in. */
export interface Stage {
  canvas: { width: number; height: number };
  brush: Brush;
  /** Runs something with the next picture. */
  frame: (run: () => void) => void;
  /** Milliseconds from any moment on. */
  clock: () => number;
  tell: (message: FromPicture) => void;
}

/** How long the layout may work for one picture, in milliseconds. */
const WORK = 12;
/** How far beside a thing a click still means it, in pixels. */
const REACH = 5;

export function makeScene(stage: Stage): (message: ToPicture) => void {
  let nodes: readonly Node[] = [];
  let lines: readonly Line[] = [];
  let degrees: number[] = [];
  let layout: Layout | undefined;
  let size: Size = { width: 0, height: 0 };
  let ratio = 1;
  let look: Look | undefined;
  let calm = false;
  let shown = true;
  let camera: Camera = { x: 0, y: 0, scale: 1 };
  /** Until the person moves it, everything stays in sight. */
  let follows = true;
  let selected: number | undefined;
  let hovered: number | undefined;
  let pending = false;

  const spots = (): Layout["spots"] => layout?.spots ?? [];
  const nearOf = (index: number | undefined): Set<number> | undefined => {
    if (index === undefined) return undefined;
    const near = new Set([index]);
    for (const { from, to } of lines) {
      if (from === index) near.add(to);
      else if (to === index) near.add(from);
    }
    return near;
  };
  const draw = (): void => {
    if (!look || size.width === 0 || size.height === 0) return;
    stage.brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    const near = nearOf(hovered ?? (selected === 0 ? undefined : selected));
    const seen = calm && layout?.isSettled() === false ? { nodes: [], lines: [], spots: [] } : undefined;
    const all = { nodes, lines, spots: spots(), ...seen };
    paint(stage.brush, { ...all, degrees, camera, size, look, selected, hovered, near });
  };
  const work = (): void => {
    pending = false;
    if (!shown) return;
    if (layout && !layout.isSettled()) {
      const start = stage.clock();
      do layout.tick();
      while (!layout.isSettled() && stage.clock() - start < WORK);
      stage.tell({ type: "progress", done: layout.isSettled() ? 1 : layout.progress() });
      soon();
    }
    if (follows) camera = fitted(spots(), size);
    draw();
  };
  function soon(): void {
    if (pending || !shown) return;
    pending = true;
    stage.frame(work);
  }

  const at = (point: Point): number | undefined => {
    let found: number | undefined;
    let nearest = Infinity;
    spots().forEach((spot, index) => {
      const node = nodes[index];
      if (!node) return;
      const { x, y } = toPicture(camera, size, spot);
      const distance = Math.hypot(x - point.x, y - point.y);
      const reach = seenRadius(node, degrees[index] ?? 0, camera.scale) + REACH;
      if (distance > reach || distance >= nearest) return;
      nearest = distance;
      found = index;
    });
    return found;
  };
  const refAt = (index: number | undefined): string | undefined =>
    index === undefined ? undefined : nodes[index]?.ref;
  const move = (next: Camera): void => {
    follows = false;
    camera = next;
  };
  const choose = (index: number | undefined): void => {
    selected = index;
    stage.tell({ type: "selected", ref: refAt(index) });
  };
  const reveal = (index: number | undefined): void => {
    const spot = index === undefined ? undefined : spots()[index];
    // While all is in sight there is nothing to reveal.
    if (spot && !follows) camera = revealing(camera, size, spot);
  };
  const take = (message: Extract<ToPicture, { type: "graph" }>): void => {
    const before = new Map(nodes.map(({ ref }, index) => [ref, spots()[index]]));
    const chosen = refAt(selected);
    const isOther = nodes[0]?.ref !== message.nodes[0]?.ref;
    ({ nodes, lines } = message);
    degrees = nodes.map(() => 0);
    for (const { from, to } of lines) {
      degrees[from] = (degrees[from] ?? 0) + 1;
      degrees[to] = (degrees[to] ?? 0) + 1;
    }
    hovered = undefined;
    const index = nodes.findIndex(({ ref }) => ref === chosen);
    selected = index < 0 ? undefined : index;
    if (isOther) follows = true;
    layout = makeLayout({
      count: nodes.length,
      links: lines.map(({ from, to }) => [from, to] as const),
      // Around another thing everything stands elsewhere.
      ...(isOther ? {} : { before: (each) => before.get(nodes[each]?.ref ?? "") }),
    });
  };

  return (message) => {
    switch (message.type) {
      case "graph":
        take(message);
        break;
      case "size":
        size = { width: message.width, height: message.height };
        ({ ratio } = message);
        stage.canvas.width = Math.max(1, Math.round(message.width * ratio));
        stage.canvas.height = Math.max(1, Math.round(message.height * ratio));
        break;
      case "look":
        ({ look, calm } = message);
        break;
      case "shown":
        ({ shown } = message);
        break;
      case "pan":
        move(panned(camera, message.dx, message.dy));
        break;
      case "zoom": {
        const middle = { x: size.width / 2, y: size.height / 2 };
        const point = { x: message.x ?? middle.x, y: message.y ?? middle.y };
        move(zoomed(camera, size, message.factor, point));
        break;
      }
      case "fit":
        follows = true;
        break;
      case "point": {
        const now = at(message);
        if (now === hovered) return;
        hovered = now;
        stage.tell({ type: "hover", ref: refAt(now) });
        break;
      }
      case "leave":
        hovered = undefined;
        stage.tell({ type: "hover", ref: undefined });
        break;
      case "press":
        choose(at(message));
        break;
      case "open": {
        const ref = refAt(at(message));
        if (ref !== undefined) stage.tell({ type: "opened", ref });
        return;
      }
      case "select": {
        const index = nodes.findIndex(({ ref }) => ref === message.ref);
        selected = index < 0 ? undefined : index;
        reveal(selected);
        break;
      }
      case "step":
        choose(nextInDirection(spots(), selected, message));
        reveal(selected);
        break;
    }
    soon();
  };
}
