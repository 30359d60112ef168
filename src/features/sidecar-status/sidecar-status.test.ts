import { describe, expect, it } from "vitest";
import { startFake, until } from "../../testing/start-fake";

describe("the sidecar in the status bar", () => {
  it("says its state in a word besides the colour", async () => {
    const { root, fake } = await startFake({ files: {} });
    const item = (): HTMLElement | null => root.querySelector("[data-testid=status-sidecar]");
    expect(item()?.dataset["state"]).toBe("ready");
    fake.system.sidecar({ state: "degraded", reason: "The model is missing." });
    expect(item()?.dataset["state"]).toBe("degraded");
    expect(item()?.textContent).toContain("Degraded");
    expect(item()?.dataset["tip"]).toContain("The model is missing.");
  });

  it("says that its model is being built, which takes longer than a start", async () => {
    const { root, fake } = await startFake({ files: {} });
    const says = (name: string): string =>
      root.querySelector(`[data-testid=status-${name}]`)?.textContent ?? "";
    await until("the first answer", () => says("meaning") !== "");
    fake.meaning.set({ state: "waiting" });
    fake.system.sidecar({ state: "starting", reason: null });
    expect([says("sidecar"), says("meaning")]).toEqual(["SidecarStarting", "Meaning waits"]);
    fake.system.sidecar({ reason: "The built-in model is being built, which is done once." });
    expect([says("sidecar"), says("meaning")]).toEqual([
      "SidecarBuilding the model",
      "Meaning waits for its model",
    ]);
  });

  it("takes its notice back once it is started again, and says the name once", async () => {
    const { frame, fake } = await startFake({ files: {} });
    const reason = "The sidecar was given up after 3 restarts. It ended with status 1.";
    fake.system.sidecar({ state: "failed", reason });
    frame.notify({ level: "error", message: "Something else." });
    const shown = (): string[] => frame.notices.shown().map(({ message }) => message);
    expect(shown()).toEqual([`${reason} Everything else works.`, "Something else."]);
    fake.system.sidecar({ state: "starting", reason: null });
    expect(shown()).toEqual(["Something else."]);
  });

  it("makes one notice when it is given up, with the reason and a way on", async () => {
    const { frame, fake } = await startFake({ files: {} });
    fake.system.sidecar({ state: "degraded", reason: "It went away." });
    expect(frame.notices.shown(), "a restart on its own is no news").toEqual([]);
    for (let times = 0; times < 2; times++) {
      fake.system.sidecar({ state: "failed", reason: "Python is missing.", hint: "Run make setup." });
    }
    const [notice, ...more] = frame.notices.shown();
    expect(more, "said once").toEqual([]);
    expect(notice?.message).toContain("Python is missing.");
    expect(notice?.hint).toBe("Run make setup.");
    await notice?.actions?.[0]?.run();
    expect(fake.calls.some(({ name }) => name === "sidecarRestart")).toBe(true);
  });
});
