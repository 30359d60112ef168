/** The palette: commands, files, and whatever else a provider finds, in one field. */
import type { JSX } from "solid-js";
import type { Frame } from "../../kernel/frame";
import { commandProvider } from "./command-provider";
import { fileProvider } from "./file-provider";
import { helpProvider } from "./help-provider";
import { lineProvider } from "./line-provider";
import { PaletteView } from "./palette-view";
import { createPalette } from "./palette-store";

/** Installs the palette and answers with what draws it. */
export function installPalette(frame: Frame): () => JSX.Element {
  const palette = createPalette(frame.quickProviders);
  frame.addQuickProvider(fileProvider(frame));
  frame.addQuickProvider(commandProvider(frame));
  frame.addQuickProvider(lineProvider(frame));
  frame.addQuickProvider(helpProvider(frame.quickProviders, palette.open));
  const show = (text: string) => (): void => {
    if (palette.isOpen() && palette.text() === text) palette.close();
    else palette.open(text);
  };
  frame.commands.register([
    { id: "palette.files", title: "Go: Open File…", run: show("") },
    { id: "palette.commands", title: "View: Run Command…", run: show(">") },
    {
      id: "palette.show",
      title: "View: Show the Palette With a Text",
      internal: true,
      run: (text) => show(String(text))(),
    },
    { id: "palette.line", title: "Go: Line in This File…", run: show(":") },
    {
      id: "palette.like",
      title: "Search: More Like the Marked Row",
      internal: true,
      enabled: () => palette.marked()?.place !== undefined,
      run: async () => {
        const place = palette.marked()?.place;
        palette.close();
        await frame.commands.run("search.likeRow", place);
      },
    },
  ]);
  return () => <PaletteView palette={palette} frame={frame} />;
}
