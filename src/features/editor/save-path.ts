/** The fault of a path to save at, relative to the workspace; none when it can be tried. */
export function checkNewPath(path: string): string | undefined {
  const trimmed = path.trim();
  if (trimmed === "") return "A path is needed.";
  if (trimmed.startsWith("/")) return "The path starts at the workspace: leave the first / away.";
  if (trimmed.endsWith("/")) return "The path ends with a folder: add the file's name.";
  const parts = trimmed.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    return "Each part of the path needs a name; . and .. are none.";
  }
  if (parts.some((part) => new TextEncoder().encode(part).length > 255))
    return "A name has at most 255 bytes.";
  if (trimmed.includes("\0")) return "A name cannot hold a zero byte.";
  return undefined;
}
