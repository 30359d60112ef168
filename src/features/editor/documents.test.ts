import { EditorSelection } from "@codemirror/state";
import { describe, expect, it, vi } from "vitest";
import { fault } from "../../ipc/fake/fault";
import { makeLeaving } from "./closing";
import { barFor } from "./disk-bar";
import { openCopy } from "./drop";
import { save, saveAs, saveCopy } from "./save";
import { makeTestEditor } from "./testing/editor";

describe("documents", () => {
  it("are one for one path", async () => {
    const { open, fake } = await makeTestEditor({ "a.txt": "one\r\ntwo" });
    const [first, second] = [await open("a.txt"), await open("a.txt")];
    expect(second).toBe(first);
    expect(fake.calls.filter(({ name }) => name === "documentText").length, "the text is fetched once").toBe(
      1,
    );
  });

  it("are dirty from the first key, and clean again at the saved text", async () => {
    const { open, type } = await makeTestEditor({ "a.txt": "one" });
    const document = await open("a.txt");
    await type(document, 3, 3, "!");
    expect(document.dirty(), "before the owner has answered").toBe(true);
    await document.flush();
    expect(document.dirty()).toBe(true);
    await type(document, 3, 4, "");
    await document.flush();
    expect(document.dirty()).toBe(false);
  });

  it("follow a text that was read again, with what was typed meanwhile on top", async () => {
    const { open, type, textOf, fake } = await makeTestEditor({ "a.txt": "one\ntwo\n" });
    const document = await open("a.txt");
    fake.files.write("a.txt", "zero\none\ntwo\n");
    await fake.ipc.documentRevert({ doc: document.doc, encoding: null });
    await document.follow();
    expect(textOf(document)).toBe("zero\none\ntwo\n");
    await type(document, 0, 0, "> ");
    await document.flush();
    expect(textOf(document)).toBe("> zero\none\ntwo\n");
  });

  describe("that something was merged into", () => {
    const merged = async () => {
      const test = await makeTestEditor({ "a.txt": "one\ntwo\n" });
      const document = await test.open("a.txt");
      await test.type(document, 7, 7, " mine");
      await document.flush();
      document.setRefused(true);
      const held = async () => (await test.fake.ipc.documentList({})).documents.at(0)!;
      const { doc, head } = await held();
      const change = { doc, replica: "merge", counter: 1, parents: [head ?? ""] };
      await test.fake.ipc.documentChange({ change: { ...change, changes: [[0, 0, "zero\n"]] } });
      test.fake.emit({ type: "documentMerged", document: await held() });
      return { ...test, document };
    };

    it("keep what is typed meanwhile, and ask nothing", async () => {
      const { document, type, textOf, notices } = await merged();
      await type(document, 0, 0, "> ");
      await document.flush();
      await vi.waitFor(() => expect(textOf(document)).toBe("> zero\none\ntwo mine\n"));
      expect(document.refused()).toBe(false);
      const said = notices.map(({ message }) => message);
      expect(said).toEqual(["a.txt was changed on disk by something else."]);
    });

    it("lose just that by undo", async () => {
      const { document, textOf } = await merged();
      await vi.waitFor(() => expect(textOf(document)).toBe("zero\none\ntwo mine\n"));
      const view = { applyShared: () => undefined, selection: () => EditorSelection.single(0) };
      document.text()?.undo(view);
      expect(textOf(document)).toBe("one\ntwo mine\n");
    });
  });

  it("close at the owner", async () => {
    const { open, editor, fake } = await makeTestEditor({ "a.txt": "" });
    const document = await open("a.txt");
    await editor.documents.close(document.doc);
    await editor.documents.close(document.doc);
    expect(fake.calls.filter(({ name }) => name === "documentClose").length, "once").toBe(1);
    expect((await open("a.txt")).doc, "opening it again makes a new one").not.toBe(document.doc);
  });
});

describe("saving", () => {
  it("writes every edit with the line ends of the file", async () => {
    const { open, type, editor, fileText } = await makeTestEditor({ "a.txt": "one\r\ntwo" });
    const document = await open("a.txt");
    await type(document, 3, 3, " and");
    await type(document, 7, 7, " a half");
    expect(await save(editor, document)).toBe(true);
    expect(fileText("a.txt")).toBe("one and a half\r\ntwo");
    expect(document.dirty()).toBe(false);
  });

  it("asks for a name when there is none, and before it replaces a file", async () => {
    const test = await makeTestEditor({ "taken.txt": "old" });
    const document = await test.editor.documents.create("");
    await test.type(document, 0, 0, "new");
    test.answers.push("taken.txt", "replace");
    expect(await save(test.editor, document)).toBe(true);
    expect(test.asked.length, "for the name and for the replacement").toBe(2);
    expect(test.fileText("taken.txt")).toBe("new");
  });

  it("leaves everything as it is when the person gives up", async () => {
    const test = await makeTestEditor({ "taken.txt": "old" });
    const document = await test.editor.documents.create("new");
    test.answers.push(undefined);
    expect(await saveAs(test.editor, document)).toBe(false);
    test.answers.push("taken.txt", "cancel");
    expect(await saveAs(test.editor, document)).toBe(false);
    expect(test.fileText("taken.txt")).toBe("old");
  });

  it("shows a bar when the file was changed by something else", async () => {
    const { open, type, editor, fake, notices } = await makeTestEditor({ "a.txt": "one" });
    const document = await open("a.txt");
    await type(document, 0, 0, "my ");
    fake.failNext("documentSave", fault("conflict", "a.txt changed on disk."));
    expect(await save(editor, document)).toBe(false);
    const bar = barFor(editor, document);
    expect(bar?.actions.map(({ title }) => title)).toEqual(["Compare", "Keep mine", "Load theirs"]);
    expect(notices, "the bar says it already").toEqual([]);
    await bar?.actions[2]?.run();
    expect(document.text()?.text().toString()).toBe("one");
    expect(barFor(editor, document)).toBeUndefined();
  });

  it("says why a save failed and keeps the text", async () => {
    const { open, type, editor, fake, notices, textOf } = await makeTestEditor({ "a.txt": "one" });
    const document = await open("a.txt");
    await type(document, 0, 0, "my ");
    fake.failNext("documentSave", fault("storage", "The disk is full.", "Make room and save again."));
    expect(await save(editor, document)).toBe(false);
    expect(notices).toMatchObject([
      { level: "error", message: "The disk is full.", hint: "Make room and save again." },
    ]);
    expect([textOf(document), document.dirty()]).toEqual(["my one", true]);
  });

  it("can write a copy past an owner that refuses edits", async () => {
    const test = await makeTestEditor({ "a.txt": "one" });
    const document = await test.open("a.txt");
    test.fake.failNext("documentChange", fault("invalid", "The change does not fit."));
    await test.type(document, 0, 0, "my ");
    await expect(document.flush()).rejects.toThrow("The change does not fit.");
    expect(barFor(test.editor, document)?.level).toBe("error");
    expect(await save(test.editor, document), "a save would write another text").toBe(false);
    test.answers.push("copy.txt");
    await saveCopy(test.editor, document);
    expect(test.fileText("copy.txt")).toBe("my one");
    expect(test.fileText("a.txt")).toBe("one");
  });
});

describe("leaving", () => {
  it("asks once for all that is not saved, when text is not kept over an exit", async () => {
    const test = await makeTestEditor({ "a.txt": "a", "b.txt": "b" });
    test.set({ editorHotExit: false });
    const { ask, leave } = makeLeaving(test.editor);
    expect(await ask(), "nothing is unsaved").toBe(true);
    for (const path of ["a.txt", "b.txt"]) await test.type(await test.open(path), 0, 0, "x");
    test.answers.push("cancel", "save");
    expect(await ask()).toBe(false);
    expect(test.fileText("a.txt"), "nothing was saved so far").toBe("a");
    expect(await ask()).toBe(true);
    expect([test.fileText("a.txt"), test.fileText("b.txt")]).toEqual(["xa", "xb"]);
    expect(test.asked.length).toBe(2);
    await test.type(await test.open("a.txt"), 0, 0, "y");
    test.answers.push("discard");
    expect(await ask()).toBe(true);
    expect(
      test.fake.calls.some(({ name }) => name === "documentClose"),
      "it may still stay",
    ).toBe(false);
    await leave();
    expect((await test.fake.ipc.bufferList({ text: false })).buffers, "given up").toEqual([]);
  });

  it("asks nothing when the text comes back", async () => {
    const test = await makeTestEditor({ "a.txt": "a" });
    const document = await test.open("a.txt");
    await test.type(document, 0, 0, "x");
    const { ask, leave } = makeLeaving(test.editor);
    expect(await ask()).toBe(true);
    await leave();
    expect(test.asked).toEqual([]);
    const { buffers } = await test.fake.ipc.bufferList({ text: true });
    expect(buffers.map(({ text }) => text)).toEqual(["xa"]);
    expect(
      test.fake.calls.some(({ name }) => name === "undoKeep"),
      "with its history",
    ).toBe(true);
  });
});

describe("a dropped file", () => {
  it("is refused when it is no text", async () => {
    const { editor, notices, fake } = await makeTestEditor({});
    await openCopy(editor, new File([new Uint8Array([0xff, 0xfe, 0])], "x.bin"));
    expect(notices.map(({ level }) => level)).toEqual(["warn"]);
    expect(fake.calls.some(({ name }) => name === "documentNew")).toBe(false);
  });
});
