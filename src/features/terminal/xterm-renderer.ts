/** Chooses how a terminal is drawn. */
import type { Terminal } from "@xterm/xterm";
import type { WebglAddon } from "@xterm/addon-webgl";
import type { TerminalRenderer } from "../../ipc/bindings";

/** Whether WebGL is wanted; `auto` takes the DOM where WebGL would be drawn by the processor. */
export function wantsWebgl(renderer: TerminalRenderer, softwareRendering: boolean): boolean {
  return renderer === "webgl" || (renderer === "auto" && !softwareRendering);
}

export interface RendererChoice {
  /** Draws with WebGL or with the DOM from now on. The terminal has to be on the page. */
  choose(webgl: boolean): Promise<void>;
  /** Draws all glyphs anew, after a font has come. */
  redrawGlyphs(): void;
  dispose(): void;
}

export function makeRendererChoice(terminal: Terminal): RendererChoice {
  let addon: WebglAddon | undefined;
  let wanted = false;
  let lost = false;

  const drop = () => {
    // Without the addon xterm.js goes back to the DOM by itself.
    addon?.dispose();
    addon = undefined;
  };

  return {
    async choose(webgl) {
      wanted = webgl;
      if (!webgl) drop();
      if (!webgl || addon || lost) return;
      const { WebglAddon } = await import("@xterm/addon-webgl");
      // Another choice may have been made while the code was on its way.
      if (!wanted || addon) return;
      try {
        // WebKitGTK draws nothing after a composition without the preserved buffer.
        const loaded = new WebglAddon(true);
        loaded.onContextLoss(() => {
          lost = true;
          drop();
        });
        terminal.loadAddon(loaded);
        addon = loaded;
      } catch {
        // There is no WebGL 2 here; the DOM renderer is still in place.
        lost = true;
      }
    },
    redrawGlyphs() {
      addon?.clearTextureAtlas();
    },
    dispose() {
      wanted = false;
      drop();
    },
  };
}
