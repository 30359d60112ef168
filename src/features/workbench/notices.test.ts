import { describe, expect, it } from "vitest";
import { startFake, type FakePage } from "../../testing/start-fake";
import { edgeAwayFrom, roomAt } from "./notices-edge";

const notices = ({ root }: FakePage): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>("[data-testid=notice]"),
];
const press = (element: Element | null, key: string): void =>
  void element?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

async function withNotices(...messages: string[]): Promise<FakePage> {
  const page = await startFake({ files: {} });
  for (const message of messages) page.frame.notices.notify({ level: "error", message });
  return page;
}

describe("notices", () => {
  it("stand in the centre, never over terminals or the status bar", async () => {
    const page = await withNotices("No.");
    const stack = page.root.querySelector(".notices");
    expect(stack?.closest(".center-area")).not.toBe(null);
    expect(stack?.closest("[data-region]"), "they are no part of the editors").toBe(null);
    expect(page.root.querySelector(".bottom-place")?.closest(".center-area")).toBe(null);
  });

  it.each([
    ["nothing is typed into", undefined, "bottom"],
    ["the cursor is above", { top: 120, bottom: 139 }, "bottom"],
    ["the cursor is below", { top: 480, bottom: 499 }, "top"],
    ["the cursor is in the middle", { top: 290, bottom: 309 }, "top"],
    ["a terminal has the focus", { top: 620, bottom: 639 }, "bottom"],
    ["the field in the top bar has the focus", { top: 6, bottom: 30 }, "bottom"],
  ] as const)("go out of the way of the input: %s", (_where, input, edge) => {
    expect(edgeAwayFrom({ top: 40, bottom: 560 }, input)).toBe(edge);
  });

  it.each([
    ["nothing is typed into", "bottom", undefined, 640 - 68 - 16],
    ["the cursor is far below", "top", { top: 560, bottom: 579 }, 520 - 68 - 8],
    ["the cursor is far above", "bottom", { top: 130, bottom: 149 }, 531 - 16],
    ["a field fills the centre", "top", { top: 40, bottom: 680 }, 320 - 68],
  ] as const)("are as high as there is room: %s", (_where, edge, input, room) => {
    expect(roomAt(edge, { top: 40, bottom: 680 }, input)).toBe(room);
  });

  it("tell the stack how high it may be", async () => {
    const page = await startFake({ files: {} });
    const stack = page.root.querySelector<HTMLElement>(".notices");
    const centre = stack?.parentElement;
    if (!stack || !centre) throw new Error("There is no centre.");
    centre.getBoundingClientRect = () => ({
      ...new DOMRect(),
      top: 40,
      bottom: 680,
      height: 640,
      toJSON: () => "",
    });
    page.frame.notices.notify({ level: "error", message: "One." });
    expect(stack.style.maxHeight).toBe("556px");
  });

  it("stay where they are while one of them is pressed", async () => {
    const page = await withNotices("One.");
    const stack = page.root.querySelector<HTMLElement>(".notices");
    const centre = stack?.parentElement;
    const button = stack?.querySelector("button");
    if (!centre || !button) throw new Error("There is no notice.");
    const box = (top: number, bottom: number) => () => ({ ...new DOMRect(), top, bottom, toJSON: () => "" });
    centre.getBoundingClientRect = box(40, 560);
    button.getBoundingClientRect = box(500, 530);
    button.focus();
    expect(stack?.classList.contains("notices-top")).toBe(false);
  });

  it("go one by one with Escape and their button, and all at once", async () => {
    const page = await withNotices("One.", "Two.", "Three.");
    const [first, second] = notices(page);
    press(first?.querySelector("button") ?? null, "Escape");
    expect(notices(page).map((at) => at.dataset["level"])).toHaveLength(2);
    second?.querySelector<HTMLElement>("[aria-label=Dismiss]")?.click();
    expect(notices(page).map((at) => at.textContent)).toEqual([expect.stringContaining("Three.")]);
    expect(page.root.querySelector("[data-testid=notices-clear]"), "one has its own button").toBe(null);
    page.frame.notices.notify({ level: "info", message: "Four." });
    page.root.querySelector<HTMLElement>("[data-testid=notices-clear]")?.click();
    expect(notices(page)).toEqual([]);
  });

  it("are reached by a command", async () => {
    const page = await withNotices("One.", "Two.");
    await page.frame.commands.run("notices.focus");
    expect(document.activeElement?.closest("[data-testid=notice]")?.textContent).toContain("Two.");
  });
});
