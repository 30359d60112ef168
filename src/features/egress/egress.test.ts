import { describe, expect, it } from "vitest";
import { AppError } from "../../ipc/app-error";
import type { EgressState } from "../../ipc/bindings";
import { startFake, until } from "../../testing/start-fake";

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

  it("says it when servers are named from which pictures come", async () => {
    const { root, fake } = await startFake({ files: {} });
    const item = (): HTMLElement | null => root.querySelector("[data-testid=status-egress]");
    expect(item()?.dataset["tip"]).toContain("when you press Load");
    const value = JSON.stringify(["a.example", "b.example", "c.example", "d.example"]);
    await fake.ipc.settingsUpdate({ key: "notes.remotePictures", value });
    await until("it says so", () => item()?.textContent === "Local and pictures");
    expect(item()?.dataset["tip"]).toContain("a.example, b.example, c.example and 1 more.");
    fake.system.sidecar({ lock: { level: "limited", files: true, why: "The kernel is old." } });
    expect(item()?.textContent).toBe("Limited");
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

  it("says why when it is asked, lists what was tried, and leads to all of it", async () => {
    const { root, frame, fake } = await startFake({ files: {} });
    const tried = (decision: string, way: string, target: string): void =>
      void fake.journal.append({
        kind: "egress.decided",
        payload: JSON.stringify({ decision, way, target }),
      });
    tried("denied", "connect", "example.com:443");
    tried("seen", "subprocess", "/usr/bin/true");
    tried("allowed", "connect", "127.0.0.1:11434");
    tried("allowed", "picture", "a.example:443");
    fake.system.sidecar({ lock: { level: "limited", files: true, why: "Namespaces are forbidden." } });
    root.querySelector<HTMLElement>("[data-testid=status-egress]")?.click();
    const rows = (): string[] =>
      [...document.querySelectorAll("[role=menuitem] > span:first-child")].map((row) => row.textContent);
    await until("the menu", () => rows().length > 0);
    expect(rows()).toContain("Namespaces are forbidden.");
    expect(rows().slice(-4), "the newest first, without the sidecar's own programs").toEqual([
      "Picture asked of a.example:443",
      "Sidecar was let through to 127.0.0.1:11434",
      "Sidecar was kept from reaching example.com:443",
      "Show All in the Timeline",
    ]);
    expect(document.body.textContent).not.toContain("in a terminal lists");
    document.querySelector<HTMLElement>("[data-command='timeline.rules']")?.click();
    await until("the Timeline", () => root.querySelectorAll(".timeline-item").length === 4);
    const pages = fake.calls.filter(({ name }) => name === "journalPage");
    expect(pages.at(-1)?.params).toMatchObject({ kinds: ["policy", "egress"] });
    expect(frame.registry.runnable("egress.explain")).toBe(true);
  });

  it("says so when nothing was tried, and when that cannot be read", async () => {
    const { root, frame, fake } = await startFake({ files: {} });
    const has = (text: string): boolean =>
      document.querySelector("[role=menu]")?.textContent.includes(text) ?? false;
    root.querySelector<HTMLElement>("[data-testid=status-egress]")?.click();
    await until("the menu", () => has("Nothing was tried in this folder."));
    frame.menus.close();
    const refused = { code: "storage" as const, message: "the journal is damaged", retryable: false };
    fake.failNext("journalPage", new AppError(refused));
    await frame.commands.run("egress.explain");
    expect(has("What was tried cannot be read. The journal is damaged.")).toBe(true);
  });
});
