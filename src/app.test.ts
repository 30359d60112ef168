import { describe, expect, it } from "vitest";
import { defaultKeybindings } from "./kernel/keybindings";
import { startFake, until } from "./testing/start-fake";

const files = { "src/main.rs": "fn main() {}\n", "README.md": "# Hello\n" };

describe("the page", () => {
  it("has a command behind every default key, and draws its places", async () => {
    const { frame, root } = await startFake({ files });
    const missing = defaultKeybindings.filter(({ command }) => !frame.registry.get(command));
    expect(missing, "a key without a command is a promise that is not kept").toEqual([]);
    const places = ["top-bar", "rail", "sidebar", "status-bar", "status-sidecar"];
    const drawn = places.filter((id) => root.querySelector(`[data-testid="${id}"]`));
    expect(drawn).toEqual(places);
  });

  it("names every control", async () => {
    const { frame, root } = await startFake({ files });
    await frame.commands.run("settings.open");
    await frame.commands.run("help.shortcuts");
    await frame.commands.run("log.show");
    for (const id of ["settings-panel", "shortcuts-panel"])
      await until(`${id} is drawn`, () => root.querySelector(`[data-testid=${id}]`) !== null);
    await until("the log is drawn", () => root.querySelector("[data-testid=log-panel] .log-bar") !== null);
    expect(
      [...root.querySelectorAll("[title]")].map((at) => at.outerHTML),
      "the webview's own tooltips know neither the keyboard nor the keys of commands",
    ).toEqual([]);
    const labelled = (element: Element): boolean =>
      [element.getAttribute("aria-label"), element.textContent].some((text) => text?.trim()) ||
      (element.id !== "" && root.querySelector(`label[for="${element.id}"]`) !== null) ||
      element.closest("label") !== null;
    const nameless = [...root.querySelectorAll("button, input, select, textarea")].filter(
      (at) => !labelled(at),
    );
    expect(nameless.map((at) => at.outerHTML)).toEqual([]);
  });

  it("shows what a name would hide in tree, tab, breadcrumb and palette", async () => {
    const { frame, root } = await startFake({ files: { "exe\u202etxt\n.sh ": "" } });
    const shown = "exe\\u{202e}txt\\n.sh\\u{20}";
    const text = (selector: string): string | undefined =>
      root.ownerDocument.querySelector(selector)?.textContent?.trim();
    await until("the tree is read", () => text(".tree-row") !== undefined);
    expect(text(".tree-row")).toBe(shown);
    await frame.commands.run("editor.openFile", { path: { path: "exe\u202etxt\n.sh " } });
    await until("the tab has its name", () => text(".tab-title") === shown);
    await until("the breadcrumb is there", () => text(".breadcrumb-part") === shown);
    await frame.commands.run("palette.files");
    await until("the palette lists it", () => text(".quick-title") !== undefined);
    expect(text(".quick-title")).toBe(shown);
  });

  it("says why no folder is open, and what to do", async () => {
    const { root, frame } = await startFake({
      boot: {
        workspace: null,
        workspaceError: {
          code: "notFound",
          message: "There is no /gone.",
          hint: "Open another.",
          retryable: false,
        },
      },
    });
    const state = root.querySelector("[data-testid=no-workspace]")?.textContent ?? "";
    expect(state).toContain("There is no /gone.");
    expect(state).toContain("Open another.");
    expect(state).toContain("Open Folder…");
    await frame.commands.run("settings.open");
    await until(
      "settings open without a folder",
      () => root.querySelector("[data-testid=settings-panel]") !== null,
    );
  });

  it("asks for trust, and shows that the folder is restricted until then", async () => {
    const { root, fake, frame } = await startFake({
      files,
      boot: { workspace: { ...(await startFake()).frame.workspace()!, trusted: null } },
    });
    const has = (id: string): boolean => root.querySelector(`[data-testid="${id}"]`) !== null;
    expect([has("trust-bar"), has("status-restricted")]).toEqual([true, true]);
    root.querySelector<HTMLElement>("[data-testid=trust-no]")?.click();
    await until("the answer arrives", () => frame.workspace()?.trusted === false);
    expect([has("trust-bar"), has("status-restricted")], "the badge stays").toEqual([false, true]);
    await frame.commands.run("workspace.trust");
    expect(has("status-restricted")).toBe(false);
    expect(fake.calls.filter(({ name }) => name === "workspaceTrust")).toHaveLength(2);
  });

  it("asks before it closes, and closes once", async () => {
    const { fake, frame } = await startFake({ files });
    let answer = false;
    frame.beforeQuit(() => Promise.resolve(answer));
    const closed = (): number => fake.calls.filter(({ name }) => name === "windowClose").length;
    await frame.quit();
    expect(closed(), "one no keeps the window").toBe(0);
    answer = true;
    fake.emit({ type: "closeRequested" });
    fake.emit({ type: "closeRequested" });
    await until("the window closes", () => closed() > 0);
    expect(closed()).toBe(1);
    const heard = fake.calls.filter(({ name }) => name === "windowClosing").length;
    expect(heard, "the shell knows that the page is alive, also while it asks").toBe(2);
  });

  it("makes a notice of what nobody caught", async () => {
    const { frame } = await startFake({ files });
    window.dispatchEvent(new ErrorEvent("error", { message: "boom", error: new Error("Something broke.") }));
    expect(frame.notices.shown().map(({ message }) => message)).toContain("Something broke.");
  });
});
