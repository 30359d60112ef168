import { describe, expect, it } from "vitest";
import type { EgressState } from "../../ipc/bindings";
import { startFake } from "../../testing/start-fake";

describe("what may leave the machine, in the status bar", () => {
  it("says local only while that is enforced, and else what holds and why", async () => {
    const { root, fake } = await startFake({ files: {} });
    const item = (): HTMLElement | null => root.querySelector("[data-testid=status-egress]");
    expect(item()?.textContent).toBe("Local only");
    const cases: [EgressState, string][] = [
      ["limited", "Limited"],
      ["byAgreement", "By agreement"],
      ["enforced", "Local only"],
    ];
    for (const [level, title] of cases) {
      fake.system.sidecar({ lock: { level, files: level !== "byAgreement", why: "The kernel is old." } });
      expect(item()?.textContent, level).toBe(title);
      expect(item()?.dataset["level"]).toBe(level);
      expect(item()?.dataset["tip"]).toContain("The kernel is old.");
    }
  });

  it("claims nothing before the sidecar has said, and everything when none runs", async () => {
    const { root, fake } = await startFake({ files: {} });
    const item = (): HTMLElement | null => root.querySelector("[data-testid=status-egress]");
    fake.system.sidecar({ state: "starting", pid: 7, lock: null });
    expect(item()?.textContent).toBe("Checking");
    fake.system.sidecar({ state: "stopped", pid: null, lock: null });
    expect(item()?.textContent).toBe("Local only");
    expect(item()?.dataset["tip"]).toContain("does not run");
  });

  it("says why when it is asked", async () => {
    const { root, frame, fake } = await startFake({ files: {} });
    fake.system.sidecar({ lock: { level: "limited", files: true, why: "Namespaces are forbidden." } });
    root.querySelector<HTMLElement>("[data-testid=status-egress]")?.click();
    await Promise.resolve();
    const asked = document.querySelector("[role=dialog], [role=alertdialog], dialog");
    expect(asked?.textContent).toContain("Namespaces are forbidden.");
    expect(frame.registry.runnable("egress.explain")).toBe(true);
  });
});
