/** Parts of what is said as sentences one after another; what is missing is left out. */
export function sentences(...parts: (string | null | undefined)[]): string {
  return parts
    .flatMap((part) => part?.trim() || [])
    .map((part) => begun(part) + (/[.!?:…)]["”]?$/.test(part) ? "" : "."))
    .join(" ");
}

/** With a capital, unless it begins with a name, such as that of a file. */
function begun(part: string): string {
  return /^[a-z]+\s/.test(part) ? part.charAt(0).toUpperCase() + part.slice(1) : part;
}
