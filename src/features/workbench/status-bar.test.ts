import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startFake, until } from "../../testing/start-fake";

test("every word of the status bar can be cut with an ellipsis", async () => {
  const { root, fake } = await startFake({ files: { "a.txt": "" } });
  const bar = (): HTMLElement[] => [
    ...root.querySelectorAll<HTMLElement>("[data-testid=status-bar] .status-item:not(.status-problems)"),
  ];
  await until("its items", () => bar().length > 3);
  fake.system.sidecar({ state: "starting", reason: "The built-in model is being built." });
  for (const item of bar()) {
    const loose = [...item.childNodes].filter(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent !== "",
    );
    expect(
      loose.map(({ textContent }) => textContent),
      item.dataset["testid"],
    ).toEqual([]);
    expect(item.querySelector(".status-text"), item.dataset["testid"]).not.toBe(null);
  }
  const css = readFileSync(join(import.meta.dirname, "../../styles/workbench.css"), "utf8");
  expect(/\.status-item > \.status-text \{[^}]*text-overflow: ellipsis;/u.test(css)).toBe(true);
});
