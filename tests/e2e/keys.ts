/** Keys as the WebDriver protocol names them. */

const CODES: Record<string, string> = {
  cancel: "\ue001",
  backspace: "\ue003",
  tab: "\ue004",
  enter: "\ue007",
  shift: "\ue008",
  ctrl: "\ue009",
  alt: "\ue00a",
  escape: "\ue00c",
  space: " ",
  pageup: "\ue00e",
  pagedown: "\ue00f",
  end: "\ue010",
  home: "\ue011",
  left: "\ue012",
  up: "\ue013",
  right: "\ue014",
  down: "\ue015",
  insert: "\ue016",
  delete: "\ue017",
  f1: "\ue031",
  f2: "\ue032",
  f3: "\ue033",
  f4: "\ue034",
  f5: "\ue035",
  f6: "\ue036",
  f7: "\ue037",
  f8: "\ue038",
  f9: "\ue039",
  f10: "\ue03a",
  f11: "\ue03b",
  f12: "\ue03c",
  meta: "\ue03d",
};

export interface KeyAction {
  type: "keyDown" | "keyUp";
  value: string;
}

/** A chord such as `ctrl+shift+p` as key actions: pressed in order, released in reverse. */
export function chordActions(chord: string): KeyAction[] {
  // The last plus may be the key itself.
  const values = chord.split(/\+(?!$)/).map((name) => {
    const code = CODES[name.toLowerCase()];
    if (code === undefined && [...name].length !== 1)
      throw new Error(`"${name}" is no key that the driver knows.`);
    return code ?? name;
  });
  const press = values.map((value): KeyAction => ({ type: "keyDown", value }));
  const release = values.reverse().map((value): KeyAction => ({ type: "keyUp", value }));
  return [...press, ...release];
}

/** Text as key actions, one press for each character; a line end is Enter. */
export function textActions(text: string): KeyAction[] {
  return [...text].flatMap((char) => {
    const value = char === "\n" ? "\ue007" : char;
    return [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ] satisfies KeyAction[];
  });
}
