/** How a document is written and shown: encoding, line ends, indentation, language. */
import type { Encoding, LineEnd } from "../../ipc/bindings";
import type { Command } from "../../kernel/app";
import type { Editor } from "./editor";
import { mayGiveUp } from "./file-commands";
import { convertIndentation } from "./indent-convert";
import { languageNamed, languageNames } from "./language";
import type { OpenDocument } from "./open-document";
import { save } from "./save";

export const encodingNames: Record<Encoding, string> = {
  utf8: "UTF-8",
  utf8Bom: "UTF-8 with BOM",
  utf16Le: "UTF-16 LE",
  utf16Be: "UTF-16 BE",
  windows1252: "Windows 1252",
};
export const lineEndNames: Record<LineEnd, string> = { lf: "LF", crlf: "CRLF", cr: "CR" };

async function reopen(editor: Editor, document: OpenDocument, encoding: Encoding): Promise<void> {
  if (!(await mayGiveUp(editor, document))) return;
  editor.documents.took(await editor.app.ipc.documentRevert({ doc: document.doc, encoding }));
  await document.follow();
}

async function pickEncoding(editor: Editor, document: OpenDocument): Promise<void> {
  const { dialogs } = editor.app;
  const { encoding, path } = document.info();
  const ways = [
    ...(path
      ? [{ id: "reopen", title: "Reopen with encoding", detail: "Read the file's bytes in another way" }]
      : []),
    { id: "save", title: "Save with encoding", detail: "Write the text in another way" },
  ];
  const way = await dialogs.pick({ title: `Encoding: ${encodingNames[encoding]}`, items: ways });
  if (!way) return;
  const items = Object.entries(encodingNames).map(([id, title]) => ({
    id,
    title,
    ...(id === encoding ? { detail: "now" } : {}),
  }));
  const picked = await dialogs.pick({ title: way.title, items });
  if (!picked) return;
  const wanted = picked.id as Encoding;
  if (way.id === "reopen") await reopen(editor, document, wanted);
  else await save(editor, document, { encoding: wanted });
}

async function pickLineEnd(editor: Editor, document: OpenDocument): Promise<void> {
  const { lineEnd, mixedLineEnds } = document.info();
  const picked = await editor.app.dialogs.pick({
    title: "Line ends: picking one makes all of them so and saves",
    items: Object.entries(lineEndNames).map(([id, title]) => ({
      id,
      title,
      ...(id === lineEnd ? { detail: mixedLineEnds ? "most lines now" : "now" } : {}),
    })),
  });
  if (picked) await save(editor, document, { lineEnd: picked.id as LineEnd });
}

async function pickIndent(editor: Editor): Promise<void> {
  const host = editor.activeHost();
  if (!host) return;
  const { size, tabs } = host.indent();
  const picked = await editor.app.dialogs.pick({
    title: "Indentation",
    items: [
      ...[2, 4, 8].map((columns) => ({ id: `spaces:${columns}`, title: `Indent with ${columns} spaces` })),
      ...[2, 4, 8].map((columns) => ({
        id: `tabs:${columns}`,
        title: `Indent with tabs of ${columns} columns`,
      })),
      { id: `convert:${tabs ? "spaces" : "tabs"}`, title: `Convert the text to ${tabs ? "spaces" : "tabs"}` },
    ],
  });
  if (!picked) return;
  const [way, value] = picked.id.split(":");
  if (way !== "convert") return host.setIndent({ tabs: way === "tabs", size: Number(value) });
  convertIndentation(host.view, { tabs: !tabs, size });
  host.setIndent({ tabs: !tabs, size });
}

async function pickLanguage(editor: Editor): Promise<void> {
  const host = editor.activeHost();
  if (!host) return;
  const now = host.language()?.name;
  const names = ["Plain Text", ...languageNames()];
  const items = names.map((name) => ({ id: name, title: name, ...(name === now ? { detail: "now" } : {}) }));
  const picked = await editor.app.dialogs.pick({ title: "Language", items });
  if (picked) host.setLanguage(languageNamed(picked.id));
}

export function formatCommands(editor: Editor): Command[] {
  const enabled = (): boolean => editor.activeHost() !== undefined;
  const withDocument = (run: (document: OpenDocument) => Promise<void>) => async (): Promise<void> => {
    const document = editor.activeTab()?.document();
    if (document) await run(document);
  };
  return [
    {
      id: "editor.changeEncoding",
      title: "File: Change Encoding…",
      enabled,
      run: withDocument((document) => pickEncoding(editor, document)),
    },
    {
      id: "editor.changeLineEnds",
      title: "File: Change Line Ends…",
      enabled,
      run: withDocument((document) => pickLineEnd(editor, document)),
    },
    {
      id: "editor.changeIndentation",
      title: "Edit: Change Indentation…",
      enabled,
      run: () => pickIndent(editor),
    },
    {
      id: "editor.changeLanguage",
      title: "View: Change Language…",
      enabled,
      run: () => pickLanguage(editor),
    },
  ];
}
