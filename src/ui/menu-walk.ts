/** A move in a menu; anything of one letter is the beginning of a title. */
export type MenuMove = "up" | "down" | "first" | "last" | (string & {});

/** The row that a move marks; rows that cannot run are passed over. */
export function nextEntry(
  rows: { title: string; enabled: boolean }[],
  marked: number,
  move: MenuMove,
): number {
  const count = rows.length;
  const usable = (index: number): boolean => rows[index]?.enabled === true;
  const walk = (from: number, by: 1 | -1, fits: (index: number) => boolean): number => {
    for (let step = 0; step < count; step++) {
      const index = (((from + by * step) % count) + count) % count;
      if (fits(index)) return index;
    }
    return marked;
  };
  if (move === "down") return walk(marked + 1, 1, usable);
  if (move === "up") return walk(marked < 0 ? count - 1 : marked - 1, -1, usable);
  if (move === "first") return walk(0, 1, usable);
  if (move === "last") return walk(count - 1, -1, usable);
  const letter = move.toLowerCase();
  return walk(
    marked + 1,
    1,
    (index) => usable(index) && rows[index]?.title.toLowerCase().startsWith(letter) === true,
  );
}
