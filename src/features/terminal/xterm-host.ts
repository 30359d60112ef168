/**
 * One xterm.js, apart from any component: it is put into an element, taken out and put into another
 * without losing its screen.
 */
import "@xterm/xterm/css/xterm.css";
import { FitAddon } from "@xterm/addon-fit";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import { Terminal } from "@xterm/xterm";
import type { Settings } from "../../ipc/bindings";
import type { Mark } from "./blocks/mark";
import { makeFramePacer, paceFrames } from "./frame-pacer";
import { makeFinder, type Finder } from "./finder";
import { textOfBinary } from "./input-queue";
import { makeLinkMarks } from "./link-marks";
import { makeLinkTip, type LinkTip } from "./link-tip";
import type { OutputSink } from "./output-stream";
import type { Size } from "./resizer";
import { takeClipboard } from "./safety/clipboard";
import { refuseAnswers } from "./safety/answers";
import { lastLine } from "./screen-text";
import { makeSlices } from "./slices";
import { makeLineTrimmer } from "./trim-lines";
import { addLinks, markedLinks, type LinkActions } from "./xterm-links";
import { makeRendererChoice, wantsWebgl } from "./xterm-renderer";
import { readMatchColours, readTheme } from "./xterm-theme";

export interface XtermHostOptions {
  settings: () => Settings;
  softwareRendering: boolean;
  /** What goes to the shell: keys, pastes, reports of the mouse, answers to queries. */
  onInput: (data: string) => void;
  /** What the person pasted, before anything looked at it. */
  onPaste: (text: string) => void;
  onFocus: (focused: boolean) => void;
  /** The last line with something on it, at most every 50 ms. */
  onLastLine: (line: string) => void;
  /** The cursor stands where the marks were made. */
  onMarks: (marks: readonly Mark[]) => void;
  /** A program asks to put this text on the clipboard. */
  onClipboard: (text: string) => void;
  openAddress: (url: string) => void;
  openFile: LinkActions["openFile"];
  /** The file that an address means, when it lies in the workspace. */
  pathOf: LinkActions["pathOf"];
}

export interface XtermHost extends OutputSink {
  /** Whether something is typed elsewhere: this screen is drawn less often meanwhile. */
  aside(aside: boolean): void;
  readonly finder: Finder;
  /** The screen itself, for what is drawn over it. */
  readonly screen: Terminal;
  attach(element: HTMLElement): void;
  detach(): void;
  dispose(): void;
  focus(): void;
  /** Fits to the element; nothing while there is no room to measure. */
  fit(): Size | undefined;
  /** Hands text to the program as a paste, in brackets when it asked for them. */
  paste(text: string): void;
  bracketedPaste(): boolean;
  selection(): string;
  selectAll(): void;
  clear(): void;
  scroll(to: "lineUp" | "lineDown" | "pageUp" | "pageDown" | "top" | "bottom"): void;
  /** Takes font, scrollback and renderer from the settings, and colours from the style sheet. */
  refresh(): void;
}

const FONT = '"JetBrains Mono", monospace';
const FONT_SIZE = 12.5;
/** Times the font's own height of 1.32 em this makes 19 px of 12.5. */
const LINE_HEIGHT = 1.15;
const LAST_LINE_EVERY = 50;
const MOST_CELLS = 1000;

export function makeXtermHost(options: XtermHostOptions): XtermHost {
  let tip: LinkTip | undefined;
  const links: LinkActions = {
    openAddress: options.openAddress,
    openFile: options.openFile,
    pathOf: options.pathOf,
    hover: (text, event, refused) => (text === undefined ? tip?.hide() : tip?.show(text, event, refused)),
  };
  const fontSize = () => {
    return options.settings().terminalFontSize ?? FONT_SIZE;
  };
  const terminal = new Terminal({
    // The version of Unicode and the decorations of the search count as proposed.
    allowProposedApi: true,
    cursorBlink: false,
    fontFamily: FONT,
    fontSize: fontSize(),
    fontWeightBold: 700,
    lineHeight: LINE_HEIGHT,
    linkHandler: markedLinks(links),
    minimumContrastRatio: 4.5,
    scrollback: options.settings().terminalScrollback,
    // No program inside may ask for the window's title or size, or change them.
    windowOptions: {},
  });
  const fitAddon = new FitAddon();
  const pacer = makeFramePacer(window, () => performance.now());
  const slices = makeSlices((data, parsed) => terminal.write(data, parsed));
  const trimmer = makeLineTrimmer(terminal);
  const renderer = makeRendererChoice(terminal);
  const takeTheme = () => {
    if (terminal.element) terminal.options.theme = readTheme(terminal.element, finder.marks());
  };
  const matchColours = () => readMatchColours(terminal.element ?? document.documentElement);
  const finder = makeFinder(terminal, matchColours, takeTheme);
  let lastLineTimer: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  terminal.loadAddon(fitAddon);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = "11";
  refuseAnswers(terminal);
  takeClipboard(terminal, options.onClipboard);
  addLinks(terminal, links);
  const linkMarks = makeLinkMarks(terminal);
  terminal.onData(options.onInput);
  terminal.onBinary((data) => options.onInput(textOfBinary(data)));
  // Drawing after a resize goes by the last selection that it heard of, which is not told that it is gone. One
  // of no length is none, and forgets it.
  terminal.onSelectionChange(() => {
    if (!terminal.hasSelection()) terminal.select(0, 0, 0);
  });
  terminal.onWriteParsed(() => {
    tip?.hide();
    trimmer.wrote();
    lastLineTimer ??= setTimeout(() => {
      lastLineTimer = undefined;
      options.onLastLine(lastLine(terminal.buffer.active, terminal.rows));
    }, LAST_LINE_EVERY);
  });

  const refresh = () => {
    const settings = options.settings();
    terminal.options.fontSize = fontSize();
    terminal.options.scrollback = settings.terminalScrollback;
    if (!terminal.element) return;
    takeTheme();
    finder.recolour();
    void renderer.choose(wantsWebgl(settings.terminalRenderer, options.softwareRendering));
  };

  // A paste of the webview (Shift+Insert, the middle button) would go past the questions about it.
  const takePaste = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    options.onPaste(event.clipboardData?.getData("text/plain") ?? "");
  };

  const open = (element: HTMLElement) => {
    terminal.open(element);
    paceFrames(terminal, pacer);
    const opened = terminal.element;
    opened?.addEventListener("paste", takePaste, true);
    terminal.textarea?.addEventListener("focus", () => options.onFocus(true));
    terminal.textarea?.addEventListener("blur", () => options.onFocus(false));
    if (opened) tip = makeLinkTip(opened);
    refresh();
    // Cells are measured with the font that is there; once the right one is, they are again.
    if ("fonts" in document) {
      void document.fonts.load(`${fontSize()}px ${FONT}`).then(() => {
        if (over) return;
        terminal.options.fontFamily = `${FONT}, "Tenon"`;
        terminal.options.fontFamily = FONT;
        renderer.redrawGlyphs();
      });
    }
  };

  return {
    finder,
    screen: terminal,
    attach(element) {
      if (terminal.element) element.append(terminal.element);
      else open(element);
    },
    detach() {
      terminal.element?.remove();
    },
    dispose() {
      over = true;
      clearTimeout(lastLineTimer);
      slices.dispose();
      trimmer.dispose();
      linkMarks.dispose();
      renderer.dispose();
      terminal.dispose();
    },
    aside(aside) {
      pacer.aside(aside);
      slices.aside(aside);
    },
    // A reset has to wait its turn behind what is not parsed yet, so it is the sequence itself.
    reset: () => slices.write("\x1bc"),
    mark: (marks) => slices.write("", () => options.onMarks(marks)),
    write(data, parsed) {
      pacer.came(data.length);
      slices.write(data, parsed);
    },
    focus: () => terminal.focus(),
    fit() {
      const room = fitAddon.proposeDimensions();
      if (!room || !(room.cols > 0) || !(room.rows > 0) || !terminal.element?.offsetParent) return undefined;
      const size = { cols: Math.min(room.cols, MOST_CELLS), rows: Math.min(room.rows, MOST_CELLS) };
      if (size.cols !== terminal.cols || size.rows !== terminal.rows) {
        trimmer.grow();
        terminal.resize(size.cols, size.rows);
      }
      return size;
    },
    paste: (text) => terminal.paste(text),
    bracketedPaste: () => terminal.modes.bracketedPasteMode,
    selection: () => terminal.getSelection(),
    selectAll: () => terminal.selectAll(),
    clear: () => terminal.clear(),
    scroll(to) {
      if (to === "top") terminal.scrollToTop();
      else if (to === "bottom") terminal.scrollToBottom();
      else if (to === "lineUp" || to === "lineDown") terminal.scrollLines(to === "lineUp" ? -1 : 1);
      else terminal.scrollPages(to === "pageUp" ? -1 : 1);
    },
    refresh,
  };
}
