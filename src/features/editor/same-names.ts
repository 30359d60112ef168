/** Telling tabs apart whose files have the same name. */

/**
 * What is put behind the name of the file at `path`: as much of its folders, from the end, as no other of the
 * files with that name shares. Nothing when no other has the name.
 */
export function tellApart(path: string, others: readonly string[]): string | undefined {
  const own = path.split("/");
  const rivals = others
    .filter((other) => other !== path)
    .map((other) => other.split("/"))
    .filter((other) => other.at(-1) === own.at(-1));
  if (rivals.length === 0) return undefined;
  for (let parts = 2; parts <= own.length; parts += 1) {
    const tail = own.slice(-parts).join("/");
    if (rivals.every((rival) => rival.slice(-parts).join("/") !== tail))
      return own.slice(-parts, -1).join("/");
  }
  // Others lie deeper in folders of the same names.
  return own.length > 1 ? own.slice(0, -1).join("/") : ".";
}
