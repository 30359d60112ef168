/** Draws Markdown in an editor as the reading view does, by the one renderer. */
import { createSignal } from "solid-js";
import { render } from "solid-js/web";
import { AppError } from "../../ipc/app-error";
import type { WirePath } from "../../ipc/bindings";
import { Markdown } from "../../ui/markdown/markdown";
import { makeEmbedTools } from "./embed";
import type { DrawBlock } from "./live-blocks";
import type { Notes } from "./notes";

export function makeDrawBlock(notes: Notes, path: WirePath): DrawBlock {
  const { app, read } = notes;
  return (source, element, drawn) => {
    const { onTask: _, ...tools } = makeEmbedTools({
      notes,
      drawn,
      path: () => path,
      info: () => undefined,
      open: (to, fragment) => read(to, fragment === undefined ? undefined : { fragment }),
    });
    const [html, setHtml] = createSignal("");
    const dispose = render(
      () => (
        <Markdown
          html={html()}
          tools={tools}
          label="Drawn from the text"
          onDraw={(run) => {
            run();
            drawn();
          }}
        />
      ),
      element,
    );
    app.ipc.markdownHtml({ text: source }).then(
      (made) => setHtml(made.html),
      (thrown: unknown) => {
        // The text is what cannot be lost.
        element.textContent = source;
        element.dataset["fault"] = AppError.from(thrown).message;
        drawn();
      },
    );
    return dispose;
  };
}
