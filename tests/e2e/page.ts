/** The page of a window as a person knows it: its tree, editors, palette, terminals and bars. */
import type { Display, Point } from "./display";
import { waitFor, type Element, type Window } from "./driver";

const quoted = (text: string): string => JSON.stringify(text);

export class Page {
  constructor(
    readonly window: Window,
    readonly display: Display,
  ) {}

  /** Waits until the page stands and takes keys. */
  async ready(): Promise<void> {
    const places = "[data-testid=tree], [data-testid=no-workspace]";
    await this.window.waitForElement(places, 60_000);
    await waitFor("the page to have the focus", () => this.window.execute("return document.hasFocus()"));
  }

  /** What a part of the page says, trimmed. */
  async text(selector: string): Promise<string> {
    return (await (await this.window.find(selector)).text()).trim();
  }

  /** Waits until a part of the page says something. */
  async says(selector: string, wanted: string | RegExp, deadline?: number): Promise<string> {
    let last = "";
    const fits = async (): Promise<boolean> => {
      last = await this.text(selector);
      return typeof wanted === "string" ? last.includes(wanted) : wanted.test(last);
    };
    return waitFor(`${selector} to say ${String(wanted)}`, fits, deadline).then(
      () => last,
      (fault: unknown) => {
        throw new Error(`${selector} says ${quoted(last)} instead of ${String(wanted)}.`, { cause: fault });
      },
    );
  }

  async has(selector: string): Promise<boolean> {
    return (await this.window.findAll(selector)).length > 0;
  }

  async click(selector: string): Promise<void> {
    await waitFor(`a click on ${selector}`, async () => {
      await (await this.window.find(selector)).click();
      return true;
    });
  }

  /** Waits until something is no longer on the page. */
  async gone(selector: string): Promise<void> {
    await waitFor(`${selector} to be gone`, async () => !(await this.has(selector)));
  }

  /** A button by what stands on it, inside of a part of the page. */
  async button(inside: string, title: string | RegExp): Promise<Element> {
    return waitFor(`the button ${String(title)} in ${inside}`, async () => {
      for (const button of await this.window.findAll(`${inside} button`)) {
        const text = (await button.text()).trim();
        if (typeof title === "string" ? text === title : title.test(text)) return button;
      }
      return undefined;
    });
  }

  /** Writes into the palette, waits for the row that is meant, and takes it. */
  async choose(typed: string, row: string | RegExp): Promise<void> {
    await this.window.waitForElement("[data-testid=palette-input]");
    await this.window.type(typed);
    await this.says("[data-testid=palette] [role=option][aria-selected=true]", row);
    await this.window.press("enter");
    // What was run may ask for something in the palette's place.
    await this.gone('[data-testid=palette][aria-label="Palette"]');
  }

  /** Runs a command by its title, through the palette. */
  async run(title: string): Promise<void> {
    await this.window.press("ctrl+shift+p");
    await this.choose(title, title);
  }

  /** Opens a file with quick open and waits for its text; a place may stand behind the name. */
  async openFile(path: string, place = ""): Promise<void> {
    await this.window.press("ctrl+p");
    await this.choose(path + place, path.slice(path.lastIndexOf("/") + 1));
    await this.window.waitForElement(`${this.editor(path)} .cm-content`);
  }

  /** Where the code of a file stands. */
  editor(path: string): string {
    return `[data-testid=editor][data-path=${quoted(path)}]`;
  }

  tab(title: string): string {
    return `.tab[data-tip=${quoted(title)}]`;
  }

  row(path: string): string {
    return `[role=treeitem][data-path=${quoted(path)}]`;
  }

  /** The lines of a file that are drawn; all of them when they fit in. */
  async lines(path: string): Promise<string[]> {
    const script = `return [...document.querySelectorAll(arguments[0] + " .cm-line")].map((line) => line.textContent)`;
    return this.window.execute<string[]>(script, this.editor(path));
  }

  async showsText(path: string, text: string, deadline?: number): Promise<void> {
    let last = "";
    const shows = async (): Promise<boolean> => (last = (await this.lines(path)).join("\n")) === text;
    await waitFor(`the text of ${path}`, shows, deadline).catch((fault: unknown) => {
      throw new Error(`${path} shows ${quoted(last)} instead of ${quoted(text)}.`, { cause: fault });
    });
  }

  /** Opens a terminal and waits for its prompt. */
  async newTerminal(): Promise<void> {
    await this.window.press("ctrl+shift+`");
    await this.terminalShows(/^[$❯]$/);
    await this.window.waitForElement("[data-testid=terminal] textarea:focus");
  }

  /** Waits until the last line of a terminal on screen is this one. */
  async terminalShows(line: RegExp, deadline?: number): Promise<void> {
    const script = `return [...document.querySelectorAll("[data-testid=terminal]")]
      .filter((screen) => screen.offsetParent).map((screen) => screen.dataset.lastLine)`;
    let last: string[] = [];
    const shows = async (): Promise<boolean> => {
      last = await this.window.execute<string[]>(script);
      return last.some((text) => line.test(text));
    };
    await waitFor(`a terminal to show ${line}`, shows, deadline).catch((fault: unknown) => {
      throw new Error(`The terminals show ${quoted(last.join(" | "))}, and not ${line}.`, { cause: fault });
    });
  }

  /** All rows of the terminals on screen, as they are drawn. */
  async screenRows(): Promise<string[]> {
    const script = `return [...document.querySelectorAll("[data-testid=terminal] .xterm-rows > div")]
      .filter((row) => row.offsetParent).map((row) => row.textContent.trimEnd())`;
    return this.window.execute<string[]>(script);
  }

  /** The middle of something, in pixels of the screen. */
  async middle(selector: string): Promise<Point> {
    const { x, y, width, height } = await (await this.window.find(selector)).rect();
    const origin = await this.display.origin();
    return { x: origin.x + x + width / 2, y: origin.y + y + height / 2 };
  }
}
