import { beforeEach, describe, expect, it } from "vitest";
import { startFake, until, type FakePage } from "../testing/start-fake";

let page: FakePage;
const dialog = (): HTMLElement | null => page.root.querySelector("[data-testid=dialog]");
const field = (id: string): HTMLTextAreaElement | null => page.root.querySelector(`textarea#${id}`);
const press = (key: string): KeyboardEvent => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  (document.activeElement ?? document.body).dispatchEvent(event);
  return event;
};
const ask = (): Promise<string> =>
  page.frame.dialogs.ask({
    title: "Save?",
    message: "",
    answers: [
      { id: "save", title: "Save" },
      { id: "cancel", title: "Cancel" },
    ],
    cancel: "cancel",
  });

beforeEach(async () => {
  page = await startFake({ files: {} }, (frame) =>
    frame.workbench.registerPanel<string>({
      kind: "note",
      area: "center",
      render: (panel) => {
        const element = document.createElement("textarea");
        element.id = panel.id;
        panel.onFocus(() => element.focus());
        return element;
      },
    }),
  );
  for (const id of ["first", "second"]) page.frame.workbench.open("note", id, "", id);
});

describe("a question in front of the page", () => {
  it("keeps the focus from a panel that takes it afterwards, which gets it when the question is over", async () => {
    const answered = ask();
    await until("the question", () => dialog()?.contains(document.activeElement) === true);
    page.frame.workbench.find("first")?.focus();
    expect(dialog()?.contains(document.activeElement), "the focus stays").toBe(true);
    press("Escape");
    expect(await answered).toBe("cancel");
    expect(document.activeElement).toBe(field("first"));
  });

  it("drops keys that would reach what lies behind, and Escape closes it from there too", async () => {
    const answered = ask();
    await until("the question", () => dialog()?.contains(document.activeElement) === true);
    (document.activeElement as HTMLElement).blur();
    expect(dialog()?.contains(document.activeElement), "nothing has the focus").toBe(false);
    const heard: string[] = [];
    const hear = (event: KeyboardEvent): void => void heard.push(event.key);
    document.body.addEventListener("keydown", hear);
    expect(press("x").defaultPrevented).toBe(true);
    expect(dialog()?.contains(document.activeElement), "a key brings the focus back").toBe(true);
    (document.activeElement as HTMLElement).blur();
    press("Escape");
    document.body.removeEventListener("keydown", hear);
    expect(await answered).toBe("cancel");
    expect(heard).toEqual([]);
    expect(document.activeElement).toBe(field("second"));
  });
});
