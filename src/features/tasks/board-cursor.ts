/** The cursor of the board: it stays on its card, and goes to a neighbour when the card leaves. */
import { createMemo, createSignal, type Accessor } from "solid-js";
import { neighbour, spotOf, taskAt, type BoardLane, type Spot } from "./board-reducer";

/** A card that the cursor was put on, in a lane that is known by its name. */
export interface Meant {
  path: string;
  lane: number;
  name: string | null | undefined;
}

interface Cursor {
  meant: Meant;
  /** The card that it stands on; another than is meant once that one has left. */
  path: string;
  id: string | null;
  /** Where that is; nothing while no card is shown. */
  spot: Spot | undefined;
  /** Where it was last. */
  last: Spot;
}

export interface BoardCursor {
  spot: Accessor<Spot | undefined>;
  /** The card that it stands on, and the lane that it was put into. */
  held: () => { path: string; name: string | null | undefined } | undefined;
  /** What the person chose last; another one each time. */
  chosen: Accessor<Meant | undefined>;
  choose: (path: string, lane: number, name?: string | null) => void;
}

const isSame = (a: Spot | undefined, b: Spot | undefined): boolean =>
  a?.lane === b?.lane && a?.column === b?.column && a?.row === b?.row;

export function createBoardCursor(lanes: Accessor<BoardLane[]>): BoardCursor {
  const [chosen, setChosen] = createSignal<Meant>();
  const cursor = createMemo<Cursor | undefined>((before) => {
    const [meant, all] = [chosen(), lanes()];
    if (!meant) return undefined;
    // Lanes come and go, so that its name tells which one is meant.
    const named = all.findIndex(({ name }) => name === meant.name);
    const near = named < 0 ? meant.lane : named;
    const isOn = before?.meant === meant;
    const at =
      (isOn ? undefined : spotOf(all, ({ path }) => path === meant.path, near)) ??
      // The name of a file may change with the title of its task.
      (before && spotOf(all, ({ path }) => path === before.path, near)) ??
      (before && spotOf(all, ({ id }) => id !== null && id === before.id, near)) ??
      (before && neighbour(all, before.last));
    const task = at && taskAt(all, at);
    if (!at || !task) return before && { ...before, spot: undefined };
    // One that is not read yet is still meant.
    const now = isOn || task.path === meant.path ? meant : before?.meant;
    return { meant: now ?? meant, path: task.path, id: task.id, spot: at, last: at };
  });
  return {
    spot: createMemo(() => cursor()?.spot, undefined, { equals: isSame }),
    held: () => {
      const now = cursor();
      return now && { path: now.path, name: now.meant.name };
    },
    chosen,
    choose: (path, lane, name = lanes()[lane]?.name) => void setChosen({ path, lane, name }),
  };
}
