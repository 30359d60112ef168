import { expect, test } from "vitest";
import type { MeaningStatus } from "../../ipc/bindings";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { meaningText, meaningTip } from "./meaning-words";

const status = (part: Partial<MeaningStatus>): MeaningStatus => ({
  state: "working",
  reason: null,
  hint: null,
  done: 1240,
  total: 20_000,
  perSecond: 19.3,
  engine: "all-MiniLM-L6-v2",
  switchingTo: null,
  scope: "all",
  embedded: 0,
  reused: 0,
  ...part,
});
const item = ({ root }: FakePage): HTMLElement | null => root.querySelector("[data-testid=status-meaning]");
const says = (page: FakePage): string => item(page)?.textContent ?? "";
const entry = (title: string): HTMLElement | undefined => {
  const entries = document.querySelectorAll<HTMLElement>("[role=menuitem]");
  return [...entries].find((found) => found.textContent?.startsWith(title) === true);
};

test("how far it is and why it rests is told in words", () => {
  expect(meaningText(status({}))).toBe("Meaning 1,240 of 20,000 · 19/s");
  expect(meaningText(status({ total: 0 }))).toBe("Meaning…");
  expect(meaningText(status({ state: "paused" }))).toBe("Meaning paused at 1,240 of 20,000");
  expect(meaningText(status({ state: "paused", done: 687, total: 687 }))).toBe("Meaning paused");
  expect(meaningText(status({ state: "failed" }))).toBe("Meaning failed");
  const failed = status({ state: "failed", reason: "No model.", hint: "Run make setup." });
  expect(meaningTip(failed)).toContain("No model.\nRun make setup.");
  expect(meaningTip(status({ switchingTo: "other", scope: "touched" }))).toBe(
    "1,240 of 20,000 pieces of files can be found by meaning with all-MiniLM-L6-v2." +
      "\nIt changes to other once that is complete.\nOnly what you touch is looked at.",
  );
});

test("the status bar follows the work, and its menu holds it and lets it go on", async () => {
  const page = await startFake({ files: {} });
  await until("the first answer", () => says(page) === "Meaning ready");
  page.fake.meaning.set(status({}));
  expect(says(page)).toBe("Meaning 1,240 of 20,000 · 19/s");
  item(page)?.click();
  await until("the menu", () => entry("Pause") !== undefined);
  const said = [...document.querySelectorAll("[role=menuitem][aria-disabled=true]")];
  expect(
    said.map((row) => row.textContent),
    "what is said stands above what can be done, a sentence a row",
  ).toEqual(["1,240 of 20,000 pieces of files can be found by meaning with all-MiniLM-L6-v2."]);
  entry("Pause")?.click();
  await until("the pause", () => says(page) === "Meaning paused at 1,240 of 20,000");
  item(page)?.click();
  await until("the way back", () => entry("Resume") !== undefined);
  entry("Resume")?.click();
  await until("the work", () => says(page).startsWith("Meaning 1,240"));
  const asked = page.fake.calls.filter(({ name }) => name === "meaningPause").map(({ params }) => params);
  expect(asked).toEqual([{ paused: true }, { paused: false }]);
});

test("only what is touched is looked at when that is asked for", async () => {
  const page = await startFake({ files: {} });
  await until("the first answer", () => says(page) === "Meaning ready");
  item(page)?.click();
  await until("the menu", () => entry("Only What I Touch") !== undefined);
  entry("Only What I Touch")?.click();
  await until("the setting", () => page.frame.settings().embeddingsScope === "touched");
});

test("what failed offers what mends it: a sidecar that was given up is started again", async () => {
  const page = await startFake({ files: {} });
  await until("the first answer", () => says(page) === "Meaning ready");
  const offered = (): string[] =>
    [...document.querySelectorAll("[role=menuitem]:not([aria-disabled=true]) > span:first-child")].map(
      (row) => row.textContent,
    );
  const reason = "The sidecar was given up after 3 restarts.";
  page.fake.meaning.set(status({ state: "failed", reason, code: "sidecarUnavailable" }));
  item(page)?.click();
  await until("the menu", () => offered().length > 0);
  expect(offered()).toEqual(["Restart the Sidecar", "Show the Sidecar's Log", "Settings"]);
  entry("Restart the Sidecar")?.click();
  await until("the restart", () => page.fake.calls.some(({ name }) => name === "sidecarRestart"));
  page.fake.meaning.set(status({ state: "failed", reason: "A setting is wrong.", code: "invalid" }));
  item(page)?.click();
  await until("the other menu", () => offered().length === 1);
  expect(offered(), "what cannot work is not offered").toEqual(["Settings"]);
});
