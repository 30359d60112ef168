import { describe, expect, it } from "vitest";
import { pasteInto } from "./paste";
import { makeFakeApp, makeFakeHost } from "./testing";

async function setup(answer?: string) {
  const fake = await makeFakeApp();
  if (answer) fake.answers.push(answer);
  const host = makeFakeHost();
  return { ...fake, host, paste: (text: string) => pasteInto(fake.app, host, text) };
}

describe("pasting into a terminal", () => {
  it("pastes one line without a question", async () => {
    const { paste, host, questions } = await setup();
    await paste("ls -la");
    expect(host.pasted).toEqual(["ls -la"]);
    expect(questions).toEqual([]);
  });

  it.each([
    ["paste", ["make\nmake install\n"]],
    ["join", ["make make install"]],
    ["cancel", []],
  ])("asks about several lines: %s", async (answer, expected) => {
    const { paste, host, questions } = await setup(answer);
    await paste("make\nmake install\n");
    expect(questions[0]?.title).toBe("Paste 2 lines into the terminal?");
    expect(questions[0]?.message, "the person sees what would run").toContain("make install");
    expect(host.pasted).toEqual(expected);
  });

  it("asks about one line that would run at once", async () => {
    const { paste, host } = await setup();
    await paste("rm -rf x\n");
    expect(host.pasted).toEqual([]);
  });

  it("asks nothing when the program takes pastes in brackets", async () => {
    const { paste, host, questions } = await setup();
    host.brackets = true;
    await paste("a\nb");
    expect(host.pasted).toEqual(["a\nb"]);
    expect(questions).toEqual([]);
  });

  it("shows control characters before it takes them out, wherever they stand", async () => {
    const { paste, host, questions } = await setup("paste");
    host.brackets = true;
    await paste(`${"line\n".repeat(20)}a\x1b[201~\u202eb`);
    expect(questions[0]?.title).toBe("Paste without 1 control character?");
    expect(questions[0]?.message).toContain("a<U+001B>[201~<U+202E>b");
    expect(host.pasted).toEqual([`${"line\n".repeat(20)}a[201~\u202eb`]);
  });

  it("pastes nothing with control characters when the person does not want it", async () => {
    const { paste, host } = await setup();
    host.brackets = true;
    await paste("a\x03b");
    expect(host.pasted).toEqual([]);
  });

  it.each([
    ["paste", ["make\necho [2Jall\n"]],
    ["join", ["make echo [2Jall"]],
    ["cancel", []],
  ])("asks once about lines that run and hold control characters: %s", async (answer, expected) => {
    const { paste, host, questions } = await setup(answer);
    await paste("make\necho \x1b[2Jall\n");
    expect(questions.map(({ title }) => title)).toEqual(["Paste 2 lines, without 1 control character?"]);
    expect(questions[0]?.message, "what would run").toContain("Enter key.\n\nmake\necho [2Jall");
    expect(questions[0]?.message, "and what is left out").toContain("echo <U+001B>[2Jall");
    expect(questions[0]?.answers.map(({ title }) => title)).toEqual([
      "Paste Without",
      "Paste as One Line",
      "Cancel",
    ]);
    expect(host.pasted).toEqual(expected);
  });

  it("asks once about a line that runs and holds control characters", async () => {
    const { paste, questions } = await setup();
    await paste("rm\x07 -rf x\n");
    expect(questions.map(({ title }) => title)).toEqual([
      "Paste a line that runs at once, without 1 control character?",
    ]);
  });
});
