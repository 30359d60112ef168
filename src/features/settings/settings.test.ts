import { describe, expect, it } from "vitest";
import table from "../../ipc/fake/setting-table.json";
import { AppError } from "../../ipc/app-error";
import { startFake, until } from "../../testing/start-fake";
import { settingFields, type SettingField } from "./setting-fields";
import { readValue, searchFields } from "./setting-values";

const field = (key: string): SettingField => {
  const found = settingFields.find((at) => at.key === key);
  if (!found) throw new Error(`There is no setting ${key}.`);
  return found;
};

describe("the settings form", () => {
  it("has a field for every setting of the core, and takes what the core takes", () => {
    const sorted = (lines: string[]): string[] => lines.sort();
    const words = (text: string): string => text.split(", ").sort().join(", ");
    const ofForm = settingFields.map(({ key, field, kind }) => {
      if (kind.type === "number") return `${key} ${field}: ${kind.least} to ${kind.most}`;
      if (kind.type === "choice")
        return `${key} ${field}: ${words(kind.options.map((at) => at.value).join(", "))}`;
      return kind.type === "switch" ? `${key} ${field}: false, true` : `${key} ${field}`;
    });
    const ofCore = table.map(({ key, field, takes }) =>
      /^[^ ]+(, [^ ]+)+$|\d to \d/.test(takes) ? `${key} ${field}: ${words(takes)}` : `${key} ${field}`,
    );
    expect(sorted(ofForm)).toEqual(sorted(ofCore));
  });

  it.each([
    ["editor.fontSize", "14", { value: 14 }],
    ["editor.fontSize", " 12,5 ", { value: 12.5 }],
    ["editor.fontSize", "5", { fault: "Takes a number from 6 to 40." }],
    ["editor.tabSize", "2.5", { fault: "Takes a whole number from 1 to 16." }],
    ["editor.tabSize", "", { fault: "Takes a whole number from 1 to 16." }],
    ["editor.tabSize", "0x10", { value: 16 }],
    ["sidecar.port", "80", { fault: "Takes a whole number from 1024 to 65535." }],
    ["terminal.shell", "", { value: "" }],
    ["secrets.allow", ' [{"rule": "jwt"}] ', { value: [{ rule: "jwt" }] }],
    ["secrets.allow", "", { value: [] }],
    ["secrets.allow", "[{", { fault: "Takes a list, written as JSON." }],
    ["terminal.commandsToSkipShell", " a.b \n\nc.d", { value: ["a.b", "c.d"] }],
  ])("reads %s from %j", (key, text, expected) => {
    expect(readValue(field(key), text)).toEqual(expected);
  });

  it("finds settings by every word", () => {
    const keys = (query: string): string[] => searchFields(settingFields, query).map(({ key }) => key);
    expect(keys("terminal font")).toEqual(["terminal.fontSize"]);
    expect(keys("nonsense")).toEqual([]);
    expect(keys("")).toHaveLength(settingFields.length);
  });

  it("draws every setting of the core in a section, and says when none fits a search", async () => {
    const { frame, root } = await startFake({ files: {} });
    await frame.commands.run("settings.open");
    await until("the form is drawn", () => root.querySelector("[data-setting]") !== null);
    const drawn = (): string[] =>
      [...root.querySelectorAll<HTMLElement>("section [data-setting]")].map(
        (row) => row.dataset["setting"] ?? "",
      );
    expect(drawn().sort()).toEqual(table.map(({ key }) => key).sort());
    const search = (text: string): void => {
      const input = root.querySelector<HTMLInputElement>(".settings-search");
      if (!input) throw new Error("The search is missing.");
      input.value = text;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    };
    search("history");
    expect(drawn()).toContain("history.maxMegabytes");
    search("nonsense");
    expect(drawn()).toEqual([]);
    expect(root.querySelector("[data-testid=settings-panel]")?.textContent).toContain("No setting fits");
  });

  it("writes a value, shows what the core says against it, and keeps what was typed", async () => {
    const { frame, fake, root } = await startFake({ files: {} });
    await frame.commands.run("settings.open");
    await until("the form is drawn", () => root.querySelector("[data-setting]") !== null);
    const row = root.querySelector('[data-setting="editor.tabSize"]');
    const input = row?.querySelector("input");
    const type = (text: string): void => {
      if (!input) throw new Error("The field is missing.");
      input.value = text;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const fault = (): string => row?.querySelector(".setting-fault")?.textContent ?? "";
    type("99");
    expect(fault()).toContain("from 1 to 16");
    type("2");
    await until("the value is written", () => frame.settings().editorTabSize === 2);
    await until("the fault is gone", () => fault() === "");
    expect(row?.querySelector(".setting-reset")?.textContent).toBe("Back to 4");
    const refused = new AppError({
      code: "storage",
      message: "settings.json cannot be written.",
      retryable: false,
    });
    fake.failNext("settingsUpdate", refused);
    type("8");
    await until("the fault is shown", () => fault() !== "");
    expect(fault()).toBe("settings.json cannot be written.");
    expect(input?.value).toBe("8");
  });

  it("shows at its field what the core says of a server elsewhere, and what to do", async () => {
    const { frame, fake, root } = await startFake({ files: {} });
    await frame.commands.run("settings.open", "embeddings.");
    await until("the form is drawn", () => root.querySelector("[data-setting]") !== null);
    const rows = [...root.querySelectorAll<HTMLElement>("[data-setting]")];
    expect(
      rows.map((row) => row.dataset["setting"]?.split(".")[0]),
      "only what was come for",
    ).toEqual(Array.from({ length: 7 }, () => "embeddings"));
    const row = root.querySelector('[data-setting="embeddings.url"]');
    const input = row?.querySelector("input");
    if (!input) throw new Error("The field is missing.");
    expect(input.placeholder).toBe("http://127.0.0.1:11434");
    const message = '"embeddings.url": takes addresses of this machine';
    fake.failNext(
      "settingsUpdate",
      new AppError({ code: "permission", message, hint: "Name one that is.", retryable: false }),
    );
    input.value = "https://api.example.com/v1";
    input.dispatchEvent(new Event("change", { bubbles: true }));
    const fault = (): Element | null | undefined => row?.querySelector(".setting-fault");
    await until(
      "the fault is shown",
      () => fault()?.textContent === "Takes addresses of this machine. Name one that is.",
    );
    expect(input.getAttribute("aria-describedby")?.split(" ")).toContain(fault()?.id);
    expect(root.querySelector('[data-setting="embeddings.cpu"]')?.textContent).toContain("percent");
  });

  it("shows at its field what the search by meaning fails on, until it is mended", async () => {
    const { frame, fake, root } = await startFake({ files: {} });
    await frame.commands.run("settings.open");
    await until("the form is drawn", () => root.querySelector("[data-setting]") !== null);
    const faultOf = (key: string): string =>
      root.querySelector(`[data-setting="${key}"] .setting-fault`)?.textContent ?? "";
    const reason = 'The model\'s folder "/nowhere" is not there.';
    const hint = 'Set "embeddings.folder" to the absolute path of a folder.';
    fake.meaning.set({ state: "failed", reason, hint });
    await until("the fault is shown", () => faultOf("embeddings.folder") === `${reason} ${hint}`);
    expect(root.querySelector('[data-setting="embeddings.folder"] input')?.getAttribute("aria-invalid")).toBe(
      "true",
    );
    fake.meaning.set({ state: "failed", reason: "The model is damaged.", hint: null });
    await until("it stands at the engine", () => faultOf("embeddings.engine") === "The model is damaged.");
    expect(faultOf("embeddings.folder")).toBe("");
    const value = 'Line 2 of settings.json: "embeddings.cpu" takes a whole number from 10 to 100';
    fake.meaning.set({ state: "failed", reason: value, hint: null, code: "invalid" });
    await until(
      "it stands at the value",
      () => faultOf("embeddings.cpu") === "Takes a whole number from 10 to 100.",
    );
    fake.meaning.set({ state: "failed", reason: "No sidecar runs.", hint: null });
    await until("it stands at the switch", () => faultOf("embeddings.enabled") === "No sidecar runs.");
    frame.applySettings(await frame.ipc.settingsUpdate({ key: "embeddings.engine", value: '"ollama"' }));
    expect(root.querySelector('[data-setting="embeddings.engine"] .setting-reset')?.textContent).toBe(
      "Back to Tenon's own model",
    );
    frame.applySettings(await frame.ipc.settingsUpdate({ key: "embeddings.engine", value: "null" }));
    fake.meaning.set({ state: "ready", reason: null, hint: null });
    await until("it is gone", () => faultOf("embeddings.engine") === "");
  });

  it("shows no default for an engine that does not hold, and says what rests", async () => {
    const { frame, root } = await startFake({ files: {} });
    await frame.commands.run("settings.open", "embeddings.");
    await until("the form is drawn", () => root.querySelector("[data-setting]") !== null);
    const select = (): HTMLSelectElement | null =>
      root.querySelector('[data-setting="embeddings.engine"] select');
    expect(select()?.value).toBe("minilm");
    const snapshot = frame.settingsSnapshot();
    const wrong = (key: string, code: "invalid" | null) => ({
      file: snapshot.settingsPath,
      line: 2,
      column: 3,
      message: `"${key}" takes something else`,
      key,
      code,
    });
    const said = (): string | undefined =>
      root.querySelector("[data-testid=settings-problems] p")?.textContent ?? undefined;
    frame.applySettings({ ...snapshot, problems: [wrong("embeddings.engine", "invalid")] });
    expect(said()).toBe("The search by meaning rests until its settings are mended:");
    expect(select()?.selectedOptions[0]?.textContent).toBe("");
    expect(root.querySelector('[data-setting="embeddings.engine"] .setting-reset')?.textContent).toBe(
      "Back to Tenon's own model",
    );
    frame.applySettings({
      ...snapshot,
      problems: [wrong("embeddings.engine", "invalid"), wrong("editor.tabSize", "invalid")],
    });
    expect(said()).toBe(
      "The defaults stay for what could not be read. The search by meaning rests until its settings are mended:",
    );
    frame.applySettings({ ...snapshot, problems: [wrong("editor.tabSize", "invalid")] });
    expect(said()).toBe("The defaults stay for what could not be read:");
    expect(select()?.value).toBe("minilm");
  });

  it("offers choices in the window's own menu, by pointer and by key", async () => {
    const { frame, root } = await startFake({ files: {} });
    await frame.commands.run("settings.open");
    await until("the form is drawn", () => root.querySelector("[data-setting]") !== null);
    const select = root.querySelector<HTMLSelectElement>('[data-setting="workbench.theme"] select');
    const send = (event: Event): boolean => select?.dispatchEvent(event) === false;
    const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[role=menuitemradio]")];
    expect(
      send(new MouseEvent("mousedown", { bubbles: true, cancelable: true })),
      "the system's list stays away",
    ).toBe(true);
    expect(rows().map((row) => [row.textContent, row.getAttribute("aria-checked")])).toEqual([
      ["Dark", "true"],
      ["Light", "false"],
      ["As the System", "false"],
    ]);
    rows()[1]?.click();
    await until("it is written", () => frame.settings().theme === "light");
    expect(select?.value).toBe("light");
    expect(send(new KeyboardEvent("keydown", { key: " ", bubbles: true, cancelable: true }))).toBe(true);
    const menu = document.activeElement as HTMLElement;
    const escape = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
    menu.dispatchEvent(escape);
    expect([rows().length, document.activeElement]).toEqual([0, select]);
    frame.applySettings(await frame.ipc.settingsUpdate({ key: "workbench.theme", value: "null" }));
  });

  it("lists what is wrong in the files, with the line", async () => {
    const { frame, fake, root } = await startFake({ files: {} });
    const snapshot = frame.settingsSnapshot();
    const problem = { file: snapshot.settingsPath, line: 3, column: 7, message: "A comma is missing." };
    fake.emit({ type: "settingsChanged", snapshot: { ...snapshot, problems: [problem] } });
    expect(root.querySelector("[data-testid=status-settings]")?.textContent).toContain("1");
    await frame.commands.run("settings.open");
    await until("they are listed", () => root.querySelector("[data-testid=settings-problems]") !== null);
    const text = root.querySelector("[data-testid=settings-problems]")?.textContent ?? "";
    expect(text).toContain("settings.json:3:7");
    expect(text).toContain("A comma is missing.");
  });

  it("draws another theme at once", async () => {
    const { frame, fake } = await startFake({ files: {} });
    expect(document.documentElement.dataset["theme"]).toBe("dark");
    const snapshot = frame.settingsSnapshot();
    fake.emit({
      type: "settingsChanged",
      snapshot: { ...snapshot, settings: { ...snapshot.settings, theme: "light" } },
    });
    expect(document.documentElement.dataset["theme"]).toBe("light");
    expect(frame.theme()).toBe("light");
  });
});
