import { Terminal } from "@xterm/xterm";
import { expect, it } from "vitest";
import { linkSpans } from "./link-marks";

async function written(text: string, cols = 40): Promise<Terminal> {
  const terminal = new Terminal({ allowProposedApi: true, rows: 5, cols, scrollback: 50 });
  await new Promise<void>((done) => terminal.write(text, done));
  return terminal;
}

it("finds places and addresses in the rows that are asked for, in cells", async () => {
  const terminal = await written("字 src/a.rs:3:1: x\r\nno link\r\nsee https://a.test/b, then\r\n");
  expect(linkSpans(terminal, 0, 3)).toEqual([
    { line: 0, x: 3, width: 12 },
    { line: 2, x: 4, width: 16 },
  ]);
  expect(linkSpans(terminal, 1, 2)).toEqual([]);
});

it("follows a link over rows, as far as these are asked for", async () => {
  const terminal = await written("at src/folder/deep.rs:12:3 end", 20);
  const [first, second] = [
    { line: 0, x: 3, width: 17 },
    { line: 1, x: 0, width: 6 },
  ];
  expect(linkSpans(terminal, 0, 5)).toEqual([first, second]);
  expect(linkSpans(terminal, 1, 5), "its beginning is above").toEqual([second]);
});
