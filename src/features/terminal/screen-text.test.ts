import { Terminal } from "@xterm/xterm";
import { describe, expect, it } from "vitest";
import { matchFileLinks } from "./link-matcher";
import { lastLine, wrappedLine } from "./screen-text";

async function screen(text: string, cols = 20): Promise<Terminal> {
  const terminal = new Terminal({ cols, rows: 6, allowProposedApi: true });
  await new Promise<void>((parsed) => terminal.write(text, parsed));
  return terminal;
}

describe("text of the screen", () => {
  it("finds the last line that holds something", async () => {
    const terminal = await screen("one\r\ntwo  \r\n\r\n");
    expect(lastLine(terminal.buffer.active, terminal.rows)).toBe("two");
    expect(lastLine((await screen("")).buffer.active, 6)).toBe("");
  });

  it("looks at the end of the output, not where the person has scrolled to", async () => {
    const terminal = await screen(Array.from({ length: 50 }, (_, index) => `line ${index}`).join("\r\n"));
    terminal.scrollToTop();
    expect(lastLine(terminal.buffer.active, terminal.rows)).toBe("line 49");
  });

  it("joins a line that is drawn over several rows, from any of them", async () => {
    const terminal = await screen("at crates/searcher/src/lines.rs:69:13 end\r\nnext");
    for (const row of [0, 1, 2]) {
      const { text, placeOf } = wrappedLine(terminal.buffer.active, row);
      const [link] = matchFileLinks(text);
      expect(link).toMatchObject({ path: "crates/searcher/src/lines.rs", line: 69, column: 13 });
      expect(placeOf(link?.start ?? 0)).toEqual({ x: 3, y: 0 });
      expect(placeOf((link?.end ?? 0) - 1)).toEqual({ x: 16, y: 1 });
    }
    expect(wrappedLine(terminal.buffer.active, 3).text.trim()).toBe("next");
  });

  it("counts cells, not characters", async () => {
    const terminal = await screen("漢字 a/b.rs:1", 40);
    const { text, placeOf } = wrappedLine(terminal.buffer.active, 0);
    const [link] = matchFileLinks(text);
    expect(placeOf(link?.start ?? 0), "two wide characters and a blank stand before it").toEqual({
      x: 5,
      y: 0,
    });
  });
});
