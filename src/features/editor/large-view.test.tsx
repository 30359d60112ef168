import { createComponent } from "solid-js";
import { render } from "solid-js/web";
import { EditorView } from "@codemirror/view";
import { expect, it } from "vitest";
import type { DocumentInfo } from "../../ipc/bindings";
import { defaultSettings } from "../../ipc/fake/settings";
import type { App } from "../../kernel/app";
import { until } from "../../testing/start-fake";
import type { ViewerProps } from "./image-view";
import { LargeView } from "./large-view";
import { PART } from "./text-part";

it("a text above the limit is walked through in parts, read-only", async () => {
  const bytes = new TextEncoder().encode("a".repeat(PART - 1) + "é" + "b".repeat(PART));
  const asked: number[] = [];
  const app = {
    settings: () => defaultSettings,
    ipc: {
      fileBytes: async ({ offset, length }: { offset: number; length: number }) => {
        asked.push(offset);
        return bytes.slice(offset, offset + length).buffer;
      },
    },
  } as unknown as App;
  const info = { path: { path: "big.log" }, name: "big.log", size: bytes.length, encoding: "utf8" };
  const panel = { onFocus: () => undefined } as unknown as ViewerProps["panel"];
  const root = document.createElement("div");
  document.body.replaceChildren(root);
  const props = { app, panel, info: info as unknown as DocumentInfo };
  const dispose = render(() => createComponent(LargeView, props), root);

  const view = (): EditorView | null => {
    const at = root.querySelector<HTMLElement>(".cm-editor");
    return at && EditorView.findFromDOM(at);
  };
  await until("the first part is there", () => view() !== null);
  expect(view()?.state.doc.sliceString(PART - 2)).toBe("aé");
  expect(view()?.state.readOnly).toBe(true);
  expect(root.querySelector(".viewer-bar")?.textContent).toContain("read-only");
  [...root.querySelectorAll("button")].find((button) => button.textContent === "Later")?.click();
  await until("the second part is there", () => view()?.state.doc.sliceString(0, 1) === "b");
  expect(asked).toEqual([0, PART]);
  dispose();
});
