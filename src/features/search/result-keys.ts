/** What the plain keys do in the list of hits, as in VS Code. */
import type { ResultLine } from "./results";

export interface ResultKeysOptions {
  lines: () => ResultLine[];
  cursor: () => number;
  setCursor: (key: string) => void;
  isCollapsed: (line: ResultLine) => boolean;
  toggle: (line: ResultLine) => void;
  open: (line: ResultLine, preview: boolean) => void;
  dismiss: (line: ResultLine) => void;
  /** Puts a hit or a file among what is replaced, or takes it out; `false` when nothing is. */
  check: (line: ResultLine) => boolean;
  /** Shows what can be done with a line. */
  menu: (line: ResultLine) => void;
  /** Back into the field. */
  leave: () => void;
  /** Lines that fit on screen. */
  page: () => number;
}

/** Makes the handler of `keydown`; it answers whether it took the key. */
export function makeResultKeys(options: ResultKeysOptions): (event: KeyboardEvent) => boolean {
  const { lines, cursor } = options;
  const goTo = (index: number): void => {
    const line = lines()[Math.min(lines().length - 1, Math.max(0, index))];
    if (line) options.setCursor(line.key);
  };
  const step = (by: number): void => (cursor() < 0 ? goTo(0) : goTo(cursor() + by));
  const withLine = (act: (line: ResultLine) => void): void => {
    const line = lines()[cursor()];
    if (line) act(line);
  };
  const left = (line: ResultLine): void => {
    if (line.type === "file" && !options.isCollapsed(line)) return options.toggle(line);
    const file = lines().findIndex(({ key }) => key === line.file.key);
    // Rows of a ranking stand below no file.
    if (file >= 0) goTo(file);
  };
  const right = (line: ResultLine): void => {
    if (line.type !== "file") return;
    if (options.isCollapsed(line)) options.toggle(line);
    else step(1);
  };
  const activate = (line: ResultLine): void => {
    if (line.type === "file") options.toggle(line);
    else options.open(line, false);
  };
  const space = (line: ResultLine): void => {
    if (!options.check(line) && line.type !== "file") options.open(line, true);
  };
  const up = (): void => (cursor() <= 0 ? options.leave() : step(-1));
  return (event) => {
    if (event.altKey || event.metaKey) return false;
    if (event.ctrlKey) {
      if (event.key !== "ArrowUp") return false;
      options.leave();
      return true;
    }
    const actions: Record<string, () => void> = {
      ArrowDown: () => step(1),
      ArrowUp: up,
      PageDown: () => step(options.page()),
      PageUp: () => step(-options.page()),
      Home: () => goTo(0),
      End: () => goTo(lines().length - 1),
      ArrowLeft: () => withLine(left),
      ArrowRight: () => withLine(right),
      Enter: () => withLine(activate),
      " ": () => withLine(space),
      Delete: () => withLine(options.dismiss),
      ContextMenu: () => withLine(options.menu),
      Escape: options.leave,
    };
    const action = actions[event.key];
    action?.();
    return action !== undefined;
  };
}
