import { expect, it, vi } from "vitest";
import { startFake, until } from "../../testing/start-fake";

it("what is dragged from the tree is shown in the theme's colours, and leaves nothing on the page", async () => {
  const { root } = await startFake({ files: { "a.txt": "", "b.txt": "" } });
  const images: { text: string | null; class: string; there: boolean }[] = [];
  const transfer = {
    setData: vi.fn(),
    setDragImage: ({ textContent, className, isConnected }: Element) =>
      images.push({ text: textContent, class: className, there: isConnected }),
  };
  const drag = (row: Element | undefined): void => {
    const event = new Event("dragstart", { bubbles: true });
    row?.dispatchEvent(Object.assign(event, { dataTransfer: transfer }));
  };
  const rows = (): Element[] => [...root.querySelectorAll(".tree-row")];
  await until("the tree is read", () => rows().length === 2);
  drag(rows()[0]);
  expect(images).toEqual([{ text: "a.txt", class: "tree-drag-image", there: true }]);
  rows()[0]?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  rows()[1]?.dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey: true }));
  drag(rows()[1]);
  expect(images[1]?.text).toBe("2 entries");
  await until("the image is gone", () => document.querySelector(".tree-drag-image") === null);
});
