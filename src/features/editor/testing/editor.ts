/** An editor on the backend in memory, without a window: what is asked and said is recorded. */
import { createRoot } from "solid-js";
import { ChangeSet } from "@codemirror/state";
import type { Boot, Settings } from "../../../ipc/bindings";
import { makeFake, type FakeBackend } from "../../../ipc/fake";
import type { App, Notice } from "../../../kernel/app";
import { createEditor, type Editor } from "../editor";
import type { OpenDocument } from "../open-document";

export interface TestEditor {
  editor: Editor;
  fake: FakeBackend;
  notices: Notice[];
  /** Questions that were asked, by their title. */
  asked: string[];
  /** What the person answers next: an id, or a text. */
  answers: (string | undefined)[];
  /** Changes settings. */
  set: (settings: Partial<Settings>) => void;
  open: (path: string) => Promise<OpenDocument>;
  /** Replaces a part of a document's text as typing would. */
  type: (document: OpenDocument, from: number, to: number, text: string) => Promise<void>;
  textOf: (document: OpenDocument) => string;
  fileText: (path: string) => string | undefined;
}

/** `prepare` may put something between the page and the backend. */
export async function makeTestEditor(
  files: Record<string, string>,
  prepare: (fake: FakeBackend) => void = () => undefined,
): Promise<TestEditor> {
  const fake = makeFake({ files });
  prepare(fake);
  const boot: Boot = await fake.ipc.windowBoot({});
  const [notices, asked, answers]: [Notice[], string[], (string | undefined)[]] = [[], [], []];
  const answer = (title: string): Promise<string | undefined> => {
    asked.push(title);
    return Promise.resolve(answers.shift());
  };
  let settings = boot.settings.settings;
  const app = {
    boot,
    settings: () => settings,
    ipc: fake.ipc,
    notify: (notice: Notice) => notices.push(notice),
    on: (type: string, handler: (event: unknown) => void) =>
      fake.listen((event) => {
        if (event.type === type) handler(event);
      }),
    dialogs: {
      ask: ({ title }: { title: string }) => answer(title),
      input: ({ title }: { title: string }) => answer(title),
      pick: ({ title }: { title: string }) => answer(title),
    },
    workbench: { active: () => undefined, panels: () => [] },
  } as unknown as App;
  const editor = createRoot(() => createEditor(app, () => undefined));
  return {
    editor,
    fake,
    notices,
    asked,
    answers,
    set: (changed) => (settings = { ...settings, ...changed }),
    open: async (path) => {
      const document = await editor.documents.open({ path });
      await document.load();
      return document;
    },
    type: async (document, from, to, text) => {
      const shared = await document.load();
      const changes = ChangeSet.of({ from, to, insert: text }, shared.text().length);
      shared.change(changes, { userEvent: "input.type", sent: true });
    },
    textOf: (document) => document.text()?.text().toString() ?? "",
    fileText: (path) => {
      const bytes = fake.files.contents.get(path);
      return bytes && new TextDecoder().decode(bytes);
    },
  };
}
