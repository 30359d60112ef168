/**
 * Fetches the document that the window will show first, before anything is drawn, so that its text is
 * part of the first picture instead of a second one.
 */
import type { Boot, DocumentInfo, UiEvent, WirePath } from "../../ipc/bindings";
import type { Ipc } from "../../ipc/client";
import { readLayout } from "../../kernel/dock/stored-layout";

/** Milliseconds that the first picture waits at most. */
const PATIENCE = 100;
/** Bytes of a file whose text is not worth waiting for. */
const MOST_BYTES = 1 << 20;

export interface ReadAhead {
  /** The client, which answers the first question for that text with what is here already. */
  ipc: Ipc;
  /** What is here may be old: an event about a document came. */
  notice: (event: UiEvent) => void;
}

/** Reads the front document ahead and puts its record among the open ones of `boot`. */
export async function readAhead(ipc: Ipc, boot: Boot): Promise<ReadAhead> {
  let kept: { doc: string; text: ArrayBuffer } | undefined;
  let late = false;
  const read = async (path: WirePath): Promise<void> => {
    const info = await ipc.documentOpen({ path, encoding: null });
    if (info.kind !== "text" || info.size > MOST_BYTES) return;
    const text = await ipc.documentText({ doc: info.doc });
    if (late) return;
    kept = { doc: info.doc, text };
    boot.documents = [...boot.documents.filter(({ doc }) => doc !== info.doc), info];
  };
  const path = boot.workspace ? frontPath(boot) : undefined;
  // A failure is told by the tab, which asks again.
  if (path) await Promise.race([read(path).catch(() => undefined), pause(PATIENCE)]);
  late = true;

  const documentText: Ipc["documentText"] = async (params) => {
    const ready = kept?.doc === params.doc ? kept.text : undefined;
    kept = undefined;
    return ready ?? ipc.documentText(params);
  };
  return {
    ipc: path ? { ...ipc, documentText } : ipc,
    notice: (event) => {
      if ("document" in event || "doc" in event) kept = undefined;
    },
  };
}

/** The file that will be in front: what was asked for, or what was there the last time. */
function frontPath({ open, layout }: Pick<Boot, "open" | "layout" | "documents">): WirePath | undefined {
  const asked = open.at(-1);
  if (asked) return asked.path;
  const center = readLayout(layout).center;
  const state = center?.panels[frontView(center.grid.grid.root, center.grid.activeGroup) ?? ""]?.state;
  const path = (state as { path?: DocumentInfo["path"] } | undefined)?.path;
  return path ?? undefined;
}

type Node = NonNullable<ReturnType<typeof readLayout>["center"]>["grid"]["grid"]["root"];

function frontView(node: Node, group: string | undefined): string | undefined {
  if (!Array.isArray(node.data)) {
    return group === undefined || node.data.id === group ? node.data.activeView : undefined;
  }
  for (const child of node.data) {
    const found = frontView(child, group);
    if (found !== undefined) return found;
  }
  return undefined;
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
