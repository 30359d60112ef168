/** What links, pictures and boxes in a note do. */
import type { NoteInfo, WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import { drawDiagram } from "../../ui/markdown/diagram";
import { decoded } from "../../ui/markdown/follow-links";
import { drawMath } from "../../ui/markdown/math";
import type { MarkdownTools, RemotePictures } from "../../ui/markdown/tools";
import { codeNodes, editText, readImage } from "../editor";
import { leadsNowhere, type Leads } from "./leads";
import { isNote, resolvePath } from "./note-path";
import { previewOf, type Preview } from "./preview";
import { followWikilink, linkTarget } from "./wikilink";

/** The largest picture that is drawn in a note, in bytes. */
const MOST = 32 << 20;
const BOX = /^(?:[\s>]*(?:[-*+]|\d{1,9}[.)])\s+)\[([^\]\n])\]/;

export interface NoteToolsOptions {
  app: App;
  path: () => WirePath;
  /** What is known of the note; its links know where they lead. */
  info: () => NoteInfo | undefined;
  open: (path: WirePath, fragment?: string) => void;
  leads: Leads;
  remote: RemotePictures;
}

export interface NoteTools extends MarkdownTools {
  /** What a wikilink leads to. */
  preview: (target: string, fragment: string | undefined) => Promise<Preview | undefined>;
}

export function makeNoteTools({ app, path, info, open, leads, remote }: NoteToolsOptions): NoteTools {
  const attempt = (work: Promise<unknown>): void => {
    work.catch((thrown: unknown) => {
      const notice = failureNotice(thrown);
      if (notice) app.notify(notice);
    });
  };
  const go = (to: WirePath, fragment?: string): void => {
    if (isNote(to)) return open(to, fragment);
    const line = Number(/^L(\d{1,7})$/.exec(fragment ?? "")?.[1] ?? 0);
    void app.commands.run("editor.openFile", { path: to, preview: true, ...(line > 0 ? { line } : {}) });
  };
  const known = (target: string, fragment?: string): WirePath | undefined =>
    linkTarget(info(), target, fragment);
  const follow = (target: string, fragment?: string): Promise<void> =>
    followWikilink({ app, info: info(), go, target, fragment });
  const leave = async (address: string, sure: boolean): Promise<void> => {
    if (!/^https?:\/\/[^\s/]/i.test(address)) {
      const text = address.replace(/^mailto:/i, "");
      await app.ipc.clipboardWrite({ text });
      return app.notify({ level: "info", message: `"${text}" was copied.` });
    }
    const question = {
      title: "Open this address in the browser?",
      message: address,
      answers: [
        { id: "open" as const, title: "Open" },
        { id: "cancel" as const, title: "Cancel" },
      ],
      cancel: "cancel" as const,
    };
    if (sure || (await app.dialogs.ask<"open" | "cancel">(question)) === "open")
      await app.ipc.linkOpen({ url: address });
  };
  const tick = (line: number, done: boolean): Promise<void> =>
    editText(
      app,
      path(),
      (text) => {
        if (line > text.lines) return undefined;
        const { from, text: written } = text.line(line);
        const box = BOX.exec(written);
        if (!box) return undefined;
        const at = from + box[0].length - 2;
        return { from: at, to: at + 1, insert: done ? "x" : " " };
      },
      { save: true },
    );
  return {
    preview: async (target, fragment) => {
      const to = known(target, fragment) ?? { path: target };
      // What is no note is opened, not read here.
      if (known(target, fragment) && !isNote(to)) return undefined;
      return previewOf(app.ipc, to, fragment);
    },
    nowhere: async (target, fragment) =>
      (await leads(path(), target, fragment)) ? undefined : leadsNowhere(target),
    onLink: (target, fragment) => attempt(follow(target, fragment)),
    onPath: (address) => {
      const [written = "", fragment] = address.split("#", 2);
      const to = resolvePath(path(), decoded(written.split("?")[0] ?? ""));
      if (to !== undefined) return go({ path: to }, fragment === undefined ? undefined : decoded(fragment));
      app.notify({ level: "info", message: `"${address}" leads out of this folder.` });
    },
    onAddress: (address, sure) => attempt(leave(address, sure)),
    onTag: (tag) => void app.commands.run("notes.tag", tag),
    onTask: (line, done) => attempt(tick(line, done)),
    code: codeNodes,
    image: async (written) => {
      const plain = decoded(written);
      const led = (note: NoteInfo | undefined): WirePath | undefined =>
        linkTarget(note, written) ?? linkTarget(note, plain);
      // Pictures are drawn before the note's links are told, and a bare name may lie in any folder.
      const asked = async (): Promise<WirePath | undefined> =>
        led((await app.ipc.noteShow({ note: path(), html: false }).catch(() => undefined))?.note);
      const to = led(info()) ?? (await asked()) ?? { path: resolvePath(path(), plain) ?? "" };
      if (to.path === "") throw new Error("it lies outside of this folder");
      return readImage(app.ipc, to, to.path, MOST);
    },
    remote,
    math: drawMath,
    diagram: (source) => drawDiagram(source, app.theme()),
  };
}
