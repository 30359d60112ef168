/** The fault of a name that was typed into the tree; none when it can be tried. */
export function checkName(
  name: string,
  siblings: ReadonlySet<string>,
  options: { nested: boolean },
): string | undefined {
  if (name.trim() === "") return "A name is needed.";
  if (name.includes("\0")) return "A name cannot hold a zero byte.";
  if (!options.nested && name.includes("/")) return "A name cannot hold a /.";
  if (name.startsWith("/")) return "A name cannot start with a /.";
  const parts = name.replace(/\/$/, "").split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    return "Each part of the path needs a name; . and .. are none.";
  }
  if (parts.some((part) => new TextEncoder().encode(part).length > 255))
    return "A name has at most 255 bytes.";
  if (parts.length === 1 && siblings.has(parts[0] ?? "")) return `${parts[0]} exists already in this folder.`;
  return undefined;
}

/** What is selected when a name is edited: all but the ending of a file. */
export function selectedPart(name: string, folder: boolean): [number, number] {
  const dot = name.lastIndexOf(".");
  return [0, folder || dot <= 0 ? name.length : dot];
}
