import { describe, expect, it } from "vitest";
import type { RestoreReport } from "../../ipc/bindings";
import { startFake } from "../../testing/start-fake";
import { restoreLines, restoreText } from "./restore-text";

const report = (fields: Partial<RestoreReport>): RestoreReport => ({
  unclean: true,
  documents: 0,
  terminals: 0,
  lost: [],
  movedFrom: null,
  damage: null,
  ...fields,
});

describe("the line after a crash", () => {
  it.each([
    [{}, "Tenon ended unexpectedly; nothing unsaved was open"],
    [{ unclean: false }, undefined],
    [{ unclean: false, movedFrom: "/old" }, "This folder was “/old” before"],
    [{ documents: 1 }, "Restored 1 unsaved document"],
    [{ documents: 3, terminals: 2 }, "Restored 3 unsaved documents and 2 terminals"],
    [{ terminals: 1, lost: ["a.rs"] }, "Restored 1 terminal; 1 thing could not be restored"],
  ])("says what came back (%j)", (fields, expected) => {
    expect(restoreText(report(fields))).toBe(expected);
  });

  it("names the documents when it is asked, up to a number", () => {
    const documents = Array.from({ length: 23 }, (_, at) => ({
      name: `${at}.txt`,
      path: { path: `d/${at}.txt` },
      dirty: at !== 1,
    }));
    const lines = restoreLines(report({ documents: 22, lost: ["x.rs is lost."] }), documents);
    expect(lines.slice(0, 3)).toEqual([
      "Restored 22 unsaved documents; 1 thing could not be restored.",
      "d/0.txt",
      "d/2.txt",
    ]);
    expect(lines.slice(-2)).toEqual(["and 2 more", "x.rs is lost."]);
  });

  it("stands in the status bar until it was read", async () => {
    const { root, frame } = await startFake({ boot: { restored: report({ documents: 2 }) } });
    const item = (): HTMLElement | null => root.querySelector("[data-testid=status-restored]");
    expect(item()?.textContent).toContain("2 unsaved documents");
    void frame.commands.run("restore.show");
    expect(item()).toBeNull();
  });

  it("is not there after an ordinary start", async () => {
    const { root } = await startFake({});
    expect(root.querySelector("[data-testid=status-restored]")).toBeNull();
  });
});
