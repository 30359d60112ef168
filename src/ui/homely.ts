/** A path as people write it: `~` for the home. */
export function homely(path: string, home: string | null | undefined): string {
  if (!home || (path !== home && !path.startsWith(`${home}/`))) return path;
  return `~${path.slice(home.length)}`;
}
