import { createMemo, For, Show, type JSX } from "solid-js";
import { visibleText } from "../../ui/visible-name";
import { openCompare } from "./compare-panel";
import type { Editor } from "./editor";
import type { OpenDocument } from "./open-document";
import { save, saveAs, saveCopy } from "./save";

interface Bar {
  level: "warn" | "error";
  message: string;
  hint?: string;
  actions: { title: string; run: () => Promise<unknown> }[];
}

/** What to say above the code when the file and the text have come apart; nothing when they have not. */
export function barFor(editor: Editor, document: OpenDocument): Bar | undefined {
  const { app, documents } = editor;
  const info = document.info();
  const fault = document.fault();
  if (fault) {
    const retry = { title: "Try Again", run: async () => document.retry() };
    return {
      level: "error",
      message: `${info.name} is out of step with its owner, and further edits are not passed on. Your text is kept here.`,
      hint: fault.message,
      actions: [
        ...(fault.code === "conflict" || fault.code === "invalid" || fault.code === "notFound"
          ? []
          : [retry]),
        { title: "Save a Copy…", run: () => saveCopy(editor, document) },
        { title: "Load the Owner's Text", run: document.takeOwners },
      ],
    };
  }
  if (info.disk === "missing") {
    const again = { title: "Save Again", run: () => save(editor, document, { overwrite: true }) };
    const other = { title: "Save As…", run: () => saveAs(editor, document) };
    return {
      level: "warn",
      message: `${info.name} was deleted on disk. Its text is kept here.`,
      actions: [again, other],
    };
  }
  if (document.refused() || (info.disk === "changed" && document.dirty())) {
    return {
      level: "warn",
      message: `${info.name} was changed on disk by something else.`,
      actions: [
        { title: "Compare", run: async () => openCompare(app, info) },
        {
          title: "Keep mine",
          run: async () => {
            documents.took(await app.ipc.documentKeep({ doc: info.doc }));
            document.setRefused(false);
          },
        },
        {
          title: "Load theirs",
          run: async () => {
            documents.took(await app.ipc.documentRevert({ doc: info.doc, encoding: null }));
            document.setRefused(false);
            await document.follow();
          },
        },
      ],
    };
  }
  return undefined;
}

export interface DiskBarProps {
  editor: Editor;
  document: OpenDocument;
  /** Something was done and the bar is gone with its button; the keyboard belongs to the code again. */
  onDone: () => void;
}

/** The bar above the code. */
export function DiskBar(props: DiskBarProps): JSX.Element {
  const bar = createMemo(() => barFor(props.editor, props.document));
  const act = async (run: () => Promise<unknown>): Promise<void> => {
    await props.editor.attempt(run);
    if (document.activeElement === document.body) props.onDone();
  };
  return (
    <Show when={bar()}>
      {(now) => (
        <div
          class="disk-bar"
          classList={{ "disk-bar-error": now().level === "error" }}
          data-testid="disk-bar"
          role="alert"
        >
          <span class="disk-bar-text">
            {visibleText(now().message)}
            <Show when={now().hint}>
              {(hint) => <span class="disk-bar-hint"> {visibleText(hint())}</span>}
            </Show>
          </span>
          <span class="disk-bar-actions">
            <For each={now().actions}>
              {(action) => (
                <button type="button" class="button" onClick={() => void act(action.run)}>
                  {action.title}
                </button>
              )}
            </For>
          </span>
        </div>
      )}
    </Show>
  );
}
