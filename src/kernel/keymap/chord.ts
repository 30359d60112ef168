/** Keys as people write them (`ctrl+k ctrl+t`) and as the keyboard sends them, in one normal form. */

const modifiers = ["ctrl", "shift", "alt", "meta"] as const;

const aliases: Record<string, string> = {
  cmd: "meta",
  win: "meta",
  super: "meta",
  option: "alt",
  control: "ctrl",
  esc: "escape",
  return: "enter",
  del: "delete",
  ins: "insert",
  " ": "space",
  arrowup: "up",
  arrowdown: "down",
  arrowleft: "left",
  arrowright: "right",
};

/** Names of events that are no key of their own. */
const noKeys = new Set([
  ...modifiers,
  "altgraph",
  "capslock",
  "dead",
  "unidentified",
  "process",
  "compose",
]) as Set<string>;

/** What a key is called by its place on the keyboard, where the layout does not matter. */
const byCode: Record<string, string> = {
  Backquote: "`",
  Minus: "-",
  Equal: "=",
  BracketLeft: "[",
  BracketRight: "]",
  Backslash: "\\",
  Semicolon: ";",
  Quote: "'",
  Comma: ",",
  Period: ".",
  Slash: "/",
  Space: "space",
};

/** One press in the normal form `ctrl+shift+alt+meta+key`; `undefined` when it names no key. */
export function normalisePress(text: string): string | undefined {
  // A trailing plus is the key itself, as in `ctrl++`.
  const parts = text.trim().toLowerCase().replace(/\+\+$/, "+plus").split("+");
  const names = parts.map((part) => aliases[part] ?? (part === "plus" ? "+" : part));
  const held = new Set<string>(names.slice(0, -1));
  const key = names.at(-1);
  if (!key || names.some((name) => name === "")) return undefined;
  for (const name of held) if (!(modifiers as readonly string[]).includes(name)) return undefined;
  if ((modifiers as readonly string[]).includes(key)) return undefined;
  return compose(held, key);
}

/** A sequence of presses, such as `ctrl+k ctrl+t`. */
export function normaliseKeys(text: string): string[] | undefined {
  const presses = text.trim().split(/\s+/).map(normalisePress);
  return presses.every((press) => press !== undefined) ? presses : undefined;
}

/**
 * The normal forms that an event may stand for, the likeliest first.
 *
 * A layout may need Shift to reach a sign (`/` on a German keyboard), and another may have no Latin letters at
 * all; so both the sign that is typed and the place of the key count.
 */
export function pressesOf(event: KeyboardEvent): string[] {
  // AltGr writes a sign; Windows reports it as Ctrl and Alt besides.
  const writes = event.getModifierState("AltGraph") && event.ctrlKey === event.altKey;
  if (event.isComposing || writes) return [];
  const named = event.key.toLowerCase();
  const typed = aliases[named] ?? named;
  if (noKeys.has(typed)) return [];
  const held = new Set<string>();
  if (event.ctrlKey) held.add("ctrl");
  if (event.shiftKey) held.add("shift");
  if (event.altKey) held.add("alt");
  if (event.metaKey) held.add("meta");
  const placed = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  const byPlace = placed ?? digit ?? byCode[event.code];
  const forms: string[] = [];
  const isLatin = /^[\x21-\x7e]$/.test(typed);
  if (typed.length > 1 || isLatin) forms.push(compose(held, typed));
  const isSign = isLatin && !/[a-z0-9]/.test(typed);
  if (isSign && held.has("shift")) forms.push(compose(without(held, "shift"), typed));
  // A letter that is Latin means itself wherever it stands; anything else also goes by its place.
  if (byPlace !== undefined && !/^[a-z]$/.test(typed)) forms.push(compose(held, byPlace));
  return [...new Set(forms)];
}

/** Keys whose names are others on the keyboard. */
const SHOWN: Record<string, string> = { pageup: "Page Up", pagedown: "Page Down", contextmenu: "Menu" };

/** How a normal form is shown, such as `Ctrl+Shift+P`. */
export function showKeys(presses: string[]): string {
  return presses
    .map((press) =>
      splitPress(press)
        .map((name) =>
          name.length === 1 ? name.toUpperCase() : (SHOWN[name] ?? name[0]?.toUpperCase() + name.slice(1)),
        )
        .join("+"),
    )
    .join(" ");
}

function splitPress(press: string): string[] {
  return press.endsWith("++") ? [...press.slice(0, -2).split("+"), "+"] : press.split("+");
}

function compose(held: Set<string>, key: string): string {
  return [...modifiers.filter((name) => held.has(name)), key].join("+");
}

function without(held: Set<string>, name: string): Set<string> {
  return new Set([...held].filter((other) => other !== name));
}
