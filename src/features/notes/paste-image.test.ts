import { history, undo } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { afterEach, expect, test } from "vitest";
import { makeFake, type FakeBackend } from "../../ipc/fake";
import type { Notice } from "../../kernel/app";
import { until } from "../../testing/start-fake";
import { nameOf, pasteImages, picturesOf } from "./paste-image";

const views: EditorView[] = [];
afterEach(() => views.splice(0).forEach((view) => view.destroy()));

interface Stage extends FakeBackend {
  view: EditorView;
  notices: Notice[];
}

function stage(doc: string, path: string | null = "notes/a.md"): Stage {
  const fake = makeFake({ files: { "notes/a.md": doc } });
  const notices: Notice[] = [];
  const app = { ipc: fake.ipc, notify: (notice: Notice) => void notices.push(notice) };
  const now = (): Date => new Date(2026, 10, 23, 2, 15, 0);
  const extensions = [history(), pasteImages({ app, path: path === null ? null : { path }, now })];
  const parent = document.createElement("div");
  document.body.append(parent);
  const view = new EditorView({ parent, state: EditorState.create({ doc, extensions }) });
  views.push(view);
  return { ...fake, view, notices };
}

const picture = (name = "image.png", type = "image/png", bytes = [1, 2, 250]): File =>
  new File([Uint8Array.from(bytes)], name, { type });

const clipboard = (files: File[], text = ""): DataTransfer =>
  ({ files, getData: () => text }) as unknown as DataTransfer;

function paste({ view }: Stage, files: File[], text = ""): Event {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: clipboard(files, text) });
  view.contentDOM.dispatchEvent(event);
  return event;
}
const text = ({ view }: Stage): string => view.state.doc.toString();

test("a pasted picture lies beside its note, and one undo takes its link back", async () => {
  const made = stage("one two three");
  made.view.dispatch({ selection: { anchor: 4, head: 7 } });
  expect(paste(made, [picture()]).defaultPrevented).toBe(true);
  const link = "![[Pasted image 20261123021500.png]]";
  await until("the link", () => text(made) === `one ${link} three`);
  expect(made.view.state.selection.main.head).toBe(4 + link.length);
  const written = made.files.read("notes/attachments/Pasted image 20261123021500.png");
  expect([...written]).toEqual([1, 2, 250]);
  undo(made.view);
  expect(text(made)).toBe("one two three");
});

test("a picture that the webview does not hand over is read by the core, and a text is not looked behind", async () => {
  const made = stage("one");
  made.view.dispatch({ selection: { anchor: 3 } });
  made.system.clipboardPng = btoa("\x01\x02");
  expect(paste(made, []).defaultPrevented).toBe(true);
  await until("the link", () => text(made) === "one![[Pasted image 20261123021500.png]]");
  const written = made.files.read("notes/attachments/Pasted image 20261123021500.png");
  expect([...written]).toEqual([1, 2]);
  const asked = made.calls.length;
  paste(made, [], "words");
  expect(made.calls.length).toBe(asked);
});

test("what is typed while a picture is written stays, and the link comes to where it belongs", async () => {
  const made = stage("ab");
  made.view.dispatch({ selection: { anchor: 1 } });
  paste(made, [picture()]);
  made.view.dispatch({ changes: { from: 0, insert: "xyz " }, selection: { anchor: 0 } });
  await until("the link", () => text(made) === "xyz a![[Pasted image 20261123021500.png]]b");
  expect(made.view.state.selection.main.head, "who went elsewhere stays there").toBe(0);
});

test("several pictures stand in lines of their own, and one name is not given twice", async () => {
  const made = stage("");
  paste(made, [picture("shot.png"), picture("shot.png", "image/png", [9]), picture("shot.png")]);
  await until("the links", () => text(made) === "![[shot.png]]\n![[shot 1.png]]\n![[shot.png]]");
});

test("text goes before a picture of it, and what may hold a script is none", () => {
  expect(picturesOf(clipboard([picture()], "cells"), true)).toEqual([]);
  expect(picturesOf(clipboard([picture()], "cells"), false)).toHaveLength(1);
  expect(
    picturesOf(clipboard([picture("a.svg", "image/svg+xml"), picture("a.txt", "text/plain")]), false),
  ).toEqual([]);
  expect(picturesOf(null, true)).toEqual([]);
  const made = stage("");
  paste(made, [picture()], "cells");
  expect(text(made)).toBe("cells");
  expect(made.calls.map(({ name }) => name)).not.toContain("noteAttach");
});

test("a text without a file, and a picture that cannot be written, say so and change nothing", async () => {
  const unsaved = stage("a", null);
  paste(unsaved, [picture()]);
  await until("the word", () => unsaved.notices[0]?.message.includes("no file yet") === true);
  const made = stage("a");
  made.failNext("noteAttach", { code: "permission", message: "The folder is read-only.", retryable: false });
  paste(made, [picture()]);
  await until("the reason", () => made.notices[0]?.message === "The folder is read-only.");
  expect([text(unsaved), text(made)]).toEqual(["a", "a"]);
});

test("a picture is named by its file, without signs that links cannot hold", () => {
  const now = new Date(2026, 0, 2, 3, 4, 5);
  expect(nameOf({ name: "image.png", type: "image/png" }, now)).toBe("Pasted image 20260102030405.png");
  expect(nameOf({ name: "a/b#[c]|d.jpeg", type: "image/jpeg" }, now)).toBe("abcd.jpg");
  expect(nameOf({ name: ".png", type: "image/webp" }, now)).toBe("Pasted image 20260102030405.webp");
});
