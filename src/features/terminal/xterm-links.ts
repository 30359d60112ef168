/** Addresses and places in files that can be followed with Ctrl+click. */
import { WebLinksAddon } from "@xterm/addon-web-links";
import type { IBufferRange, ILink, ILinkHandler, Terminal } from "@xterm/xterm";
import { visibleText } from "../../ui/visible-name";
import { matchFileLinks, type FileLink } from "./link-matcher";
import { wrappedLine } from "./screen-text";

export interface LinkActions {
  openAddress(url: string): void;
  /** Opens the file that stands in a line of the buffer. */
  openFile(link: FileLink, line: number): void;
  /** The file that a `file:` address means, when it lies in the workspace. */
  pathOf(address: string): FileLink | undefined;
  /** Shows where a link leads, or nothing any more; `refused` says that it is not opened. */
  hover(text: string | undefined, event: MouseEvent, refused?: boolean): void;
}

const asked = (event: MouseEvent) => event.ctrlKey || event.metaKey;

/** What an address has to be before it may be handed to the browser. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text);
}

/** Links that a program marked itself (OSC 8): the text may say anything, so the address is shown. */
export function markedLinks(actions: LinkActions): ILinkHandler {
  return {
    // Others are shown where they lead, and are not opened.
    allowNonHttpProtocols: true,
    activate: (event, address, range) => {
      if (!asked(event)) return;
      const file = actions.pathOf(address);
      if (isWebAddress(address)) actions.openAddress(address);
      else if (file) actions.openFile(file, range.start.y - 1);
    },
    hover: (event, address) => {
      const opens = isWebAddress(address) || actions.pathOf(address) !== undefined;
      actions.hover(visibleText(address), event, !opens);
    },
    leave: (event) => actions.hover(undefined, event),
  };
}

function rangeOf(link: FileLink, placeOf: (offset: number) => { x: number; y: number }): IBufferRange {
  const start = placeOf(link.start);
  const end = placeOf(link.end - 1);
  return { start: { x: start.x + 1, y: start.y + 1 }, end: { x: end.x + 1, y: end.y + 1 } };
}

function placeText(link: FileLink): string {
  return [link.path, link.line, link.column].filter((part) => part !== undefined).join(":");
}

export function addLinks(terminal: Terminal, actions: LinkActions): void {
  terminal.loadAddon(
    new WebLinksAddon(
      (event, address) => {
        if (asked(event) && isWebAddress(address)) actions.openAddress(address);
      },
      {
        hover: (event, address) => actions.hover(address, event),
        leave: (event) => actions.hover(undefined, event),
      },
    ),
  );
  terminal.registerLinkProvider({
    provideLinks(row, callback) {
      const { text, placeOf } = wrappedLine(terminal.buffer.active, row - 1);
      const links = matchFileLinks(text).map((link): ILink => ({
        range: rangeOf(link, placeOf),
        text: text.slice(link.start, link.end),
        activate: (event) => {
          if (asked(event)) actions.openFile(link, row - 1);
        },
        hover: (event) => actions.hover(placeText(link), event),
        leave: (event) => actions.hover(undefined, event),
      }));
      callback(links.length > 0 ? links : undefined);
    },
  });
}
