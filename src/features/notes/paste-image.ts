/** Pictures that are pasted or dropped into the text of a note: written beside it, and shown by a link. */
import { isolateHistory } from "@codemirror/commands";
import { StateEffect, StateField, type ChangeDesc, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import { visibleName } from "../../ui/visible-name";

/** Endings by the type that a clipboard names. Others, such as SVG, may hold scripts. */
const endings: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/avif": "avif",
  "image/bmp": "bmp",
};
/** The largest picture, in bytes. */
const MOST = 32 << 20;

/** The pictures of a clipboard or a drag; none where there is a text to be pasted too. */
export function picturesOf(data: DataTransfer | null, isPaste: boolean): File[] {
  if (!data || (isPaste && data.getData("text/plain") !== "")) return [];
  return [...data.files].filter(({ type }) => Object.hasOwn(endings, type));
}

/** The name to write a picture under; what comes from a clipboard has none of its own. */
export function nameOf(file: Pick<File, "name" | "type">, now: Date): string {
  const ending = endings[file.type] ?? "png";
  const own = file.name
    .replace(/\.[^.]*$/, "")
    .replace(/[\\/:*?"<>|#^[\]\p{Cc}]/gu, "")
    .trim();
  if (own !== "" && own !== "image") return `${own}.${ending}`;
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `Pasted image ${day}${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}.${ending}`;
}

/** Whether a paste gave nothing: not every webview hands pictures to the page. */
function isEmpty(data: DataTransfer | null): boolean {
  return (
    !data || (data.files.length === 0 && ["text/plain", "text/html"].every((type) => !data.getData(type)))
  );
}

/** A picture that the core read from the clipboard. */
function pictureOf(png: string): File {
  const bytes = Uint8Array.from(atob(png), (sign) => sign.charCodeAt(0));
  return new File([bytes], "image.png", { type: "image/png" });
}

/** Bytes as text; in pieces, because a call takes no million arguments. */
function base64(bytes: Uint8Array): string {
  const piece = 0x8000;
  let text = "";
  for (let at = 0; at < bytes.length; at += piece)
    text += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(text);
}

/** What a link will stand in place of. */
interface Awaited {
  id: number;
  from: number;
  to: number;
}
const mapped = ({ id, from, to }: Awaited, changes: ChangeDesc): Awaited => {
  const start = changes.mapPos(from, 1);
  return { id, from: start, to: Math.max(start, changes.mapPos(to, -1)) };
};
const awaited = StateEffect.define<Awaited>({ map: mapped });
const arrived = StateEffect.define<number>();

/** Where links will stand whose pictures are still being written, while the text goes on. */
const places = StateField.define<readonly Awaited[]>({
  create: () => [],
  update: (now, transaction) => {
    let next = transaction.docChanged ? now.map((place) => mapped(place, transaction.changes)) : now;
    for (const effect of transaction.effects) {
      if (effect.is(awaited)) next = [...next, effect.value];
      if (effect.is(arrived)) next = next.filter(({ id }) => id !== effect.value);
    }
    return next;
  },
});

export interface PasteOptions {
  app: Pick<App, "ipc" | "notify">;
  path: WirePath | null;
  now?: () => Date;
}

export function pasteImages({ app, path, now = () => new Date() }: PasteOptions): Extension {
  let last = 0;
  const attach = async (note: WirePath, file: File): Promise<string> => {
    const name = nameOf(file, now());
    if (file.size > MOST) throw new Error(`${visibleName(name)} is larger than 32 MiB.`);
    const bytes = base64(new Uint8Array(await file.arrayBuffer()));
    return (await app.ipc.noteAttach({ note, name, bytes })).link;
  };
  const take = async (
    view: EditorView,
    files: File[],
    range: { from: number; to: number },
  ): Promise<void> => {
    if (!path) {
      return app.notify({
        level: "info",
        message: "A picture lies beside its note, and this text has no file yet.",
        hint: "Save it first, and paste the picture again.",
      });
    }
    const id = (last += 1);
    view.dispatch({ effects: awaited.of({ id, from: range.from, to: range.to }) });
    const links: string[] = [];
    for (const file of files) {
      try {
        links.push(await attach(path, file));
      } catch (thrown) {
        const notice = failureNotice(thrown);
        if (notice) app.notify(notice);
      }
    }
    const place = view.state.field(places, false)?.find((each) => each.id === id);
    // The editor may be gone, or show another text; the pictures lie where they were written.
    if (!place || !view.dom.isConnected) return;
    if (links.length === 0) return view.dispatch({ effects: arrived.of(id) });
    const { main } = view.state.selection;
    const { from, to } = place;
    const insert = links.join("\n");
    view.dispatch({
      changes: { from, to, insert },
      effects: arrived.of(id),
      // One step back takes it out again.
      annotations: isolateHistory.of("full"),
      // Who waited goes on behind it; who went elsewhere stays there.
      ...(main.from >= from && main.to <= to ? { selection: { anchor: from + insert.length } } : {}),
      userEvent: "input.paste",
      scrollIntoView: true,
    });
  };
  const start = (view: EditorView, event: Event, files: File[], pos: number | null): boolean => {
    if (files.length === 0 || view.state.readOnly) return false;
    event.preventDefault();
    // The window would open it as a copy.
    event.stopPropagation();
    void take(view, files, pos === null ? view.state.selection.main : { from: pos, to: pos });
    return true;
  };
  const ask = async (view: EditorView): Promise<void> => {
    try {
      const { png } = await app.ipc.clipboardImage({});
      if (png !== null) await take(view, [pictureOf(png)], view.state.selection.main);
    } catch (thrown) {
      const notice = failureNotice(thrown);
      if (notice) app.notify(notice);
    }
  };
  const paste = (view: EditorView, event: ClipboardEvent): boolean => {
    if (start(view, event, picturesOf(event.clipboardData, true), null)) return true;
    if (view.state.readOnly || !isEmpty(event.clipboardData)) return false;
    event.preventDefault();
    void ask(view);
    return true;
  };
  return [
    places,
    EditorView.domEventHandlers({
      paste: (event, view) => paste(view, event),
      drop: (event, view) => {
        const pos = view.posAtCoords({ x: event.clientX, y: event.clientY });
        return start(view, event, picturesOf(event.dataTransfer, false), pos);
      },
    }),
  ];
}
