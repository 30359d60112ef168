import { EditorView } from "@codemirror/view";
import { expect, it } from "vitest";
import { startFake, until } from "../../testing/start-fake";
import { FIRST_PART_FROM } from "./first-part";

const line = "0123456789 a line of a long log\n";
const long = line.repeat(FIRST_PART_FROM / line.length + 1);

it("a large text shows its begin, read-only, until the whole is there", async () => {
  const { frame, fake, root } = await startFake({ files: { "a.log": long } });
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((done) => (arrive = done));
  const { documentText } = fake.ipc;
  let asked = false;
  fake.ipc.documentText = async (params) => {
    asked = true;
    await arrived;
    return documentText(params);
  };
  const view = (): EditorView | null => {
    const at = root.querySelector<HTMLElement>(".cm-editor");
    return at && EditorView.findFromDOM(at);
  };
  const opened = frame.commands.run("editor.openFile", { path: "a.log" });
  await until("the whole text is asked for", () => asked);
  expect(view()?.state.readOnly).toBe(true);
  expect(view()?.state.doc.line(1).text).toBe(line.trimEnd());
  expect(view()?.state.doc.length).toBeLessThan(long.length / 10);
  expect(view()?.state.doc.toString().endsWith("log"), "no line is cut").toBe(true);

  arrive();
  await opened;
  await until("the whole text is there", () => view()?.state.doc.length === long.length);
  expect(view()?.state.readOnly).toBe(false);
});

it("a small text waits for nothing", async () => {
  const { frame, fake } = await startFake({ files: { "a.log": line } });
  await frame.commands.run("editor.openFile", { path: "a.log" });
  await until("it is asked for", () => fake.calls.some(({ name }) => name === "documentText"));
  expect(fake.calls.some(({ name }) => name === "fileBytes")).toBe(false);
});
