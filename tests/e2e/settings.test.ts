import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Page } from "./page";
import { useStage } from "./stage";

const stage = useStage();

const background = (page: Page): Promise<string> =>
  page.window.execute<string>("return getComputedStyle(document.body).backgroundColor");

test("a change of the theme in settings.json is seen at once", async () => {
  const home = await stage.home();
  await home.configure("settings.json", { "workbench.theme": "dark" });
  const page = await stage.open(home);
  expect(await background(page)).toBe("rgb(21, 23, 26)");
  await home.configure("settings.json", '{\n  // brighter\n  "workbench.theme": "light",\n}\n');
  await waitFor("the light theme", async () => (await background(page)) === "rgb(251, 250, 248)");
});

test("a broken settings.json says its line, and the defaults stay until it is mended", async () => {
  const home = await stage.home();
  await home.configure("settings.json", '{\n  "workbench.theme": "light",\n  "editor.tabSize": \n}\n');
  const page = await stage.open(home);
  expect(await background(page), "the default").toBe("rgb(21, 23, 26)");
  await page.says("[data-testid=status-settings]", "Settings: 1");
  await page.click("[data-testid=status-settings]");
  await page.says("[data-testid=settings-problems]", /settings\.json:[34]:\d+/);
  await home.configure("settings.json", '{\n  "workbench.theme": "light",\n  "editor.tabSize": 400\n}\n');
  await page.says("[data-testid=settings-problems]", /settings\.json:3:\d+[\s\S]*1 to 16/);
  expect(await background(page), "what can be read is obeyed").toBe("rgb(251, 250, 248)");
  await home.configure("settings.json", { "editor.tabSize": 8 });
  await page.gone("[data-testid=settings-problems]");
  await page.gone("[data-testid=status-settings]");
});

test("keybindings.json gives a command another key and takes the old one away", async () => {
  const home = await stage.home({ "a.txt": "" });
  const page = await stage.open(home);
  await home.configure("keybindings.json", [
    { key: "ctrl+shift+y", command: "view.toggleSidebar" },
    { key: "ctrl+b", command: "-view.toggleSidebar" },
  ]);
  await waitFor("the new key", async () => {
    await page.window.press("ctrl+shift+y");
    return !(await page.has("[data-testid=sidebar]"));
  });
  await page.window.press("ctrl+b");
  await page.run("Help: Keyboard Shortcuts");
  expect(await page.has("[data-testid=sidebar]"), "the old key does nothing").toBe(false);
  await page.says("[data-testid=shortcuts-panel]", "Ctrl+Shift+Y");
});
