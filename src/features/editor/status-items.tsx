import { Show, type JSX } from "solid-js";
import type { CodemirrorHost } from "./codemirror-host";
import type { Editor } from "./editor";
import { encodingNames, lineEndNames } from "./format-commands";
import type { OpenDocument } from "./open-document";

/** Adds what the status bar says about the active editor, from the cursor on the left to the language. */
export function addStatusItems(editor: Editor): void {
  const { app } = editor;
  const item = (id: string, order: number, draw: (host: CodemirrorHost) => JSX.Element): void =>
    app.addStatus({
      id: `editor.${id}`,
      side: "right",
      order,
      render: () => (
        <Show when={editor.activeHost()} keyed>
          {draw}
        </Show>
      ),
    });
  const button = (command: string, testId: string, title: string, text: () => string): JSX.Element => (
    <button
      type="button"
      class="status-button"
      data-testid={testId}
      data-tip={title}
      data-tip-command={command}
      aria-label={`${title}: ${text()}`}
      onClick={() => void app.commands.run(command)}
    >
      {text()}
    </button>
  );
  item("language", 20, (host) =>
    button(
      "editor.changeLanguage",
      "status-language",
      "Language",
      () => host.language()?.name ?? "Plain Text",
    ),
  );
  item("format", 30, (host) => (
    <span class="status-pair">
      {button(
        "editor.changeEncoding",
        "status-encoding",
        "Encoding",
        () => encodingNames[host.document.info().encoding],
      )}
      <span aria-hidden="true"> · </span>
      {button("editor.changeLineEnds", "status-line-end", "Line ends", () => lineEndText(host.document))}
    </span>
  ));
  item("indent", 40, (host) =>
    button("editor.changeIndentation", "status-indent", "Indentation", () => {
      const { tabs, size } = host.indent();
      return `${tabs ? "Tabs" : "Spaces"}: ${size}`;
    }),
  );
  item("cursor", 50, (host) =>
    button("editor.goToLine", "status-cursor", "Line and column", () => placeText(host)),
  );
}

function lineEndText(document: OpenDocument): string {
  const { lineEnd, mixedLineEnds } = document.info();
  return mixedLineEnds ? `${lineEndNames[lineEnd]}, mixed` : lineEndNames[lineEnd];
}

function placeText(host: CodemirrorHost): string {
  const { line, column, selected, cursors } = host.cursor();
  if (cursors > 1) return `${cursors} selections${selected > 0 ? ` (${selected} characters)` : ""}`;
  const place = `Ln ${line}, Col ${column}`;
  return selected > 0 ? `${place} (${selected} selected)` : place;
}
