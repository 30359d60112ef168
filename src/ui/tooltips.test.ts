import { createComponent } from "solid-js";
import { render } from "solid-js/web";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { placeOf } from "./tooltip-place";
import { Tooltips } from "./tooltips";

let dispose: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = `
    <main></main>
    <button id="one" data-tip="Save it" data-tip-command="editor.save" aria-describedby="more">S</button>
    <button id="two" data-tip="Close" aria-label="Close">C</button>
    <div id="tab" tabindex="0"><span data-tip="src/main.rs">main.rs</span></div>
    <p id="plain">words</p>`;
  const keyOf = (command: string): string | undefined => (command === "editor.save" ? "Ctrl+S" : undefined);
  dispose = render(() => createComponent(Tooltips, { keyOf }), document.querySelector("main")!);
});
afterEach(() => {
  dispose();
  vi.useRealTimers();
});

const at = (id: string): HTMLElement => document.getElementById(id)!;
const send = (id: string, type: string): void =>
  void at(id).dispatchEvent(new Event(type, { bubbles: true }));
const wait = (ms: number): void => void vi.advanceTimersByTime(ms);
const tip = (): string | undefined => document.querySelector("[role=tooltip]")?.textContent ?? undefined;

describe("a tooltip", () => {
  it("comes when the pointer rests, with the key of the command, and describes its control", () => {
    send("one", "pointerover");
    wait(400);
    expect(tip()).toBeUndefined();
    wait(200);
    expect(tip()).toBe("Save itCtrl+S");
    expect(at("one").getAttribute("aria-describedby")).toBe("more tooltip");
    send("plain", "pointerover");
    wait(200);
    expect(tip()).toBeUndefined();
    expect(at("one").getAttribute("aria-describedby")).toBe("more");
  });

  it("stays while the pointer is on it, and moves on without another wait", () => {
    send("one", "pointerover");
    wait(500);
    send("plain", "pointerover");
    send("tooltip", "pointerover");
    wait(1_000);
    expect(tip()).toBe("Save itCtrl+S");
    send("two", "pointerover");
    wait(150);
    expect(tip()).toBe("Close");
    expect(at("two").hasAttribute("aria-describedby"), "its name says the same").toBe(false);
  });

  it("comes with the keyboard's focus, and not with a click's", () => {
    send("one", "pointerdown");
    at("one").focus();
    wait(1_000);
    expect(tip()).toBeUndefined();
    send("one", "keydown");
    at("tab").focus();
    wait(500);
    expect(tip(), "a tab of the dock speaks of what is drawn in it").toBe("src/main.rs");
    at("two").focus();
    wait(500);
    expect(tip()).toBe("Close");
  });

  it.each(["keydown", "pointerdown", "wheel"])("goes with %s", (type) => {
    send("one", "pointerover");
    wait(500);
    send("one", type);
    expect(tip()).toBeUndefined();
    send("one", "pointerover");
    wait(500);
    expect(tip(), "and comes back when the pointer comes back").toBeDefined();
  });

  it("does not come for what is gone", () => {
    send("one", "pointerover");
    at("one").remove();
    wait(1_000);
    expect(tip()).toBeUndefined();
  });
});

describe("the place of a tooltip", () => {
  const room = { width: 400, height: 300 };
  const size = { width: 100, height: 20 };
  const box = (left: number, top: number) => ({ left, top, width: 20, height: 20 });
  it.each([
    ["below and centred", box(200, 100), false, { left: 160, top: 126 }],
    ["inside of the window at its edge", box(390, 100), false, { left: 296, top: 126 }],
    ["above at the bottom", box(200, 280), false, { left: 160, top: 254 }],
    ["at the right of a line", box(10, 100), true, { left: 36, top: 100 }],
    ["below a line without room at the right", box(360, 100), true, { left: 296, top: 126 }],
  ])("is %s", (_, target, beside, expected) => {
    expect(placeOf(target, size, room, beside)).toEqual(expected);
  });
});
