/** What a text of Markdown asks of the part of the window that shows it. Left out, a thing stays as it is written. */
export interface MarkdownTools {
  /** A wikilink or an embed was followed. */
  onLink?: (target: string, fragment: string | undefined) => void;
  /** What is said of a wikilink that leads nowhere; nothing for one that leads somewhere. */
  nowhere?: (target: string, fragment: string | undefined) => Promise<string | undefined>;
  /** A link to a path was followed; as it is written, with what stands behind `#`. */
  onPath?: (address: string) => void;
  /** A link that leads out of this machine was followed. `sure`: the person asked for it with `Ctrl`. */
  onAddress?: (address: string, sure: boolean) => void;
  /** Draws a note that is embedded into a place; answers with what gives that up. */
  embed?: (place: HTMLElement, target: string, fragment: string | undefined) => () => void;
  onTag?: (tag: string) => void;
  /** A task's box was ticked or cleared; `line` counts from 1. */
  onTask?: (line: number, done: boolean) => void;
  /** Code as coloured nodes; nothing for a language that is not known. */
  code?: (language: string, text: string) => Promise<Node | undefined>;
  /** The address of a picture of the workspace, made for this page, and what gives it up. */
  image?: (path: string) => Promise<{ url: string; release: () => void }>;
  /** Pictures of other machines. Left out, they can be opened in the browser only. */
  remote?: RemotePictures;
  /** Math as nodes. */
  math?: (tex: string, display: boolean) => Promise<Node>;
  /** A diagram as a picture. */
  diagram?: (source: string) => Promise<{ url: string; width: number; height: number; release: () => void }>;
}

/** What fetches pictures of other machines, by the core: the page itself reaches none. */
export interface RemotePictures {
  /** Runs `show` whenever the picture may come without a press; answers with what ends that. */
  watch: (address: string, show: () => void) => () => void;
  /**
   * Fetches it, from servers that the person allowed; the address of what came, made for this page. A refusal of
   * a server that the first one sends on to has its name as `about`.
   */
  load: (address: string, allowed: readonly string[]) => Promise<string>;
  /** From now on pictures of this server come without a press. */
  always: (server: string) => Promise<void>;
}

/** What adding to a block needs. */
export interface Dressing {
  /** Before every name in the page, so that no text can take the name of something else. */
  prefix: string;
  tools: MarkdownTools;
  onLeave: (run: () => void) => void;
}
