import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DocumentSecret } from "../../ipc/bindings";
import { startFake, until } from "../../testing/start-fake";
import { secretMarks, secretsOf } from "./secret-marks";

const secret = (from: number, to: number): DocumentSecret => ({
  rule: "openai-key-scoped",
  kind: "OPENAI_KEY",
  from,
  to,
});

function setUp(text: string) {
  const asked: { lines: [number, number]; answer: (secrets: DocumentSecret[]) => void }[] = [];
  const find = (first: number, last: number): Promise<DocumentSecret[]> =>
    new Promise((answer) => asked.push({ lines: [first, last], answer }));
  const view = new EditorView({ state: EditorState.create({ doc: text, extensions: secretMarks(find) }) });
  const answer = async (secrets: DocumentSecret[]): Promise<void> => {
    asked.shift()?.answer(secrets);
    await vi.advanceTimersByTimeAsync(0);
  };
  const places = (): number[][] => secretsOf(view).map(({ from, to }) => [from, to]);
  return { view, asked, answer, places };
}

describe("marks of secrets", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("are asked for once after a pause in typing, for the lines on screen", async () => {
    const { view, asked, answer, places } = setUp("a key here\nand more");
    view.dispatch({ changes: { from: 0, insert: "x" } });
    await vi.advanceTimersByTimeAsync(100);
    view.dispatch({ changes: { from: 0, insert: "y" } });
    expect(asked).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.map(({ lines }) => lines)).toEqual([[1, 2]]);
    await answer([secret(4, 7)]);
    expect(places()).toEqual([[4, 7]]);
    expect(view.contentDOM.querySelector(".cm-secret")?.textContent).toBe("key");
  });

  it("move with the text, and go when the secret does", async () => {
    const { view, answer, places } = setUp("a key here");
    await vi.advanceTimersByTimeAsync(1000);
    await answer([secret(2, 5)]);
    view.dispatch({ changes: { from: 0, insert: "12" } });
    expect(places()).toEqual([[4, 7]]);
    await vi.advanceTimersByTimeAsync(1000);
    await answer([]);
    expect(places()).toEqual([]);
  });

  it("never come from an answer about an older text", async () => {
    const { view, asked, answer, places } = setUp("a key here");
    await vi.advanceTimersByTimeAsync(1000);
    view.dispatch({ changes: { from: 0, to: 10, insert: "-" } });
    await answer([secret(2, 5)]);
    expect(places()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked, "the edit asks again").toHaveLength(1);
    await answer([secret(0, 40)]);
    expect(places(), "a place that the text does not have").toEqual([]);
  });
});

describe("an editor", () => {
  it("underlines secrets in its text until the setting says otherwise", async () => {
    const text = ["key = sk-proj-", "1234567890abcdef\n"].join("");
    const { frame, fake, root } = await startFake({ files: { "a.txt": text } });
    await frame.commands.run("editor.openFile", { path: "a.txt" });
    const marked = (): string => root.querySelector(".cm-secret")?.textContent ?? "";
    await until("the secret is marked", () => marked() !== "");
    expect(marked()).toBe(text.slice(6).trim());
    await fake.ipc.settingsUpdate({ key: "editor.secrets", value: "false" });
    await until("the mark is gone", () => marked() === "");
  });
});

it("the mark is written as WebKit reads it: the short form with a style draws nothing there", () => {
  const css = readFileSync(join(import.meta.dirname, "editor.css"), "utf8");
  expect(css).toMatch(/\.cm-secret \{[^}]*text-decoration-style: wavy;/);
  expect(css).not.toMatch(/text-decoration:[^;]*(?:wavy|dotted|dashed|double)/);
});
