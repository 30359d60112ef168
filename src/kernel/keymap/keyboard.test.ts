import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KeyBinding } from "../../ipc/bindings";
import { createContexts } from "../contexts";
import { keyOf, makeKeymap, type WrittenBinding } from "./bindings";
import { listenToKeyboard } from "./keyboard";

const defaults: WrittenBinding[] = [
  { key: "ctrl+p", command: "files" },
  { key: "ctrl+f", command: "find", when: "editorFocus" },
  { key: "ctrl+f", command: "terminalFind", when: "terminalFocus" },
  { key: "ctrl+k ctrl+t", command: "theme" },
  { key: "ctrl+w", command: "close" },
];

function keyboard(own: KeyBinding[] = []) {
  const contexts = createContexts();
  const ran: string[] = [];
  const messages: (string | undefined)[] = [];
  const keymap = makeKeymap(defaults, own);
  const stop = listenToKeyboard(window, {
    bindings: () => keymap.bindings,
    contexts,
    runnable: (id) => id !== "gone",
    run: (id) => ran.push(id),
    skipShell: () => ["files"],
    onPending: (message) => messages.push(message),
  });
  const type = (letter: string): KeyboardEvent => {
    const event = new KeyboardEvent("keydown", {
      key: letter,
      code: `Key${letter.toUpperCase()}`,
      ctrlKey: true,
      cancelable: true,
      bubbles: true,
    });
    document.body.dispatchEvent(event);
    return event;
  };
  return { contexts, ran, messages, keymap, stop, type };
}

describe("the keyboard", () => {
  let board = keyboard();
  beforeEach(() => {
    board.stop();
    board = keyboard();
  });
  afterEach(() => board.stop());

  it("runs what a key is bound to and keeps the key from the page", () => {
    expect(board.type("p").defaultPrevented, "the page must not see it too").toBe(true);
    expect(board.ran).toEqual(["files"]);
  });

  it("leaves keys alone that are bound to nothing here", () => {
    expect(board.type("f").defaultPrevented, "the clause does not hold").toBe(false);
    expect(board.ran).toEqual([]);
  });

  it("runs a command behind two presses, and says that it waits", () => {
    board.type("k");
    expect(board.messages.at(-1)).toContain("Ctrl+K was pressed");
    board.type("t");
    expect(board.ran).toEqual(["theme"]);
    expect(board.messages.at(-1), "the message goes away").toBe(undefined);
  });

  it("gives up a longer key that nothing completes", () => {
    board.type("k");
    expect(board.type("p").defaultPrevented, "the second press is swallowed, as in VS Code").toBe(true);
    expect(board.ran).toEqual([]);
    expect(board.messages.at(-1)).toContain("not bound");
    board.type("p");
    expect(board.ran, "the next key starts afresh").toEqual(["files"]);
  });

  it("leaves a terminal all keys but those that the settings keep or that name it", () => {
    board.contexts.set("terminalFocus", true);
    expect(board.type("w").defaultPrevented, "Ctrl+W is the shell's").toBe(false);
    expect(board.type("k").defaultPrevented, "so is Ctrl+K").toBe(false);
    board.type("p");
    board.type("f");
    expect(board.ran).toEqual(["files", "terminalFind"]);
  });

  it("keeps still while a dialog is open", () => {
    board.contexts.set("dialogOpen", true);
    expect(board.type("p").defaultPrevented).toBe(false);
    expect(board.ran).toEqual([]);
  });
});

describe("the person's own bindings", () => {
  const own = (key: string, command: string, when: string | null = null): KeyBinding => ({
    key,
    command,
    when,
  });

  it("go before the defaults, and the later before the earlier", () => {
    const board = keyboard([own("ctrl+p", "first"), own("ctrl+p", "second")]);
    board.type("p");
    expect(board.ran).toEqual(["second"]);
    board.stop();
  });

  it("take a default away with a minus", () => {
    const board = keyboard([own("ctrl+p", "-files")]);
    expect(board.type("p").defaultPrevented).toBe(false);
    expect(keyOf(board.keymap, "files"), "no menu shows the key any more").toBe(undefined);
    board.stop();
  });

  it("fall through to the default while their command cannot run", () => {
    const board = keyboard([own("ctrl+p", "gone")]);
    board.type("p");
    expect(board.ran).toEqual(["files"]);
    board.stop();
  });

  it("are told when they cannot be read, and the others stay", () => {
    const { keymap, stop } = keyboard([
      own("ctrl+", "files"),
      own("ctrl+q", "close", "a &&"),
      own("ctrl+q", "close"),
    ]);
    expect(keymap.problems, "each broken one has a sentence").toHaveLength(2);
    expect(keyOf(keymap, "close")).toBe("Ctrl+Q");
    stop();
  });
});
