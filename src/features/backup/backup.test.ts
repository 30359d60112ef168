import { describe, expect, it } from "vitest";
import { startFake, until } from "../../testing/start-fake";

const restored = {
  unclean: true,
  documents: 0,
  terminals: 0,
  lost: ["The data of this folder was damaged."],
  movedFrom: null,
  damage: { aside: "/aside", saved: 12, lost: [], backup: "2026-11-21T00-00-00Z" },
};

describe("backups", () => {
  it("are made from the palette, without the keys", async () => {
    const { frame, fake } = await startFake({ files: {} });
    await frame.commands.run("backup.create");
    expect(fake.backups.kept).toHaveLength(1);
    expect(fake.backups.kept[0]?.withKey).toBe(false);
    expect(frame.notices.shown()[0]?.message).toContain("does not carry the keys");
  });

  it("are put back only after a question, and it says when", async () => {
    const { frame, fake } = await startFake({ files: {}, boot: { restored } });
    await frame.commands.run("backup.create");
    const notice = frame.notices.shown().find(({ message }) => message.includes("was damaged"));
    const put = notice?.actions?.find(({ title }) => title.includes("Backup"));
    const done = put?.run();
    await until("the question", () => frame.dialogs.asked() !== undefined);
    expect(fake.calls.some(({ name }) => name === "backupRestore")).toBe(false);
    const asked = frame.dialogs.asked();
    if (asked?.type === "ask") asked.answer("put");
    await done;
    expect(fake.calls.some(({ name }) => name === "backupRestore")).toBe(true);
    expect(frame.notices.shown().some(({ message }) => message.includes("next opens"))).toBe(true);
  });

  it("that lack a folder's copy say which when they are put back", async () => {
    const { frame, fake } = await startFake({ files: {}, boot: { restored } });
    await frame.commands.run("backup.create");
    fake.backups.kept[0]?.leftOut.push({ name: "notes", why: "its copy is missing" });
    const notice = frame.notices.shown().find(({ message }) => message.includes("was damaged"));
    const done = notice?.actions?.find(({ title }) => title.includes("Backup"))?.run();
    await until("the question", () => frame.dialogs.asked() !== undefined);
    const asked = frame.dialogs.asked();
    if (asked?.type === "ask") asked.answer("put");
    await done;
    const told = frame.notices.shown().find(({ message }) => message.includes("next opens"));
    expect([told?.level, told?.hint]).toEqual(["warn", "Left out: notes: its copy is missing"]);
  });

  it("that fail say why, and offer to try again", async () => {
    const { frame, fake } = await startFake({ files: {} });
    fake.emit({
      type: "backupFailed",
      error: { code: "storage", message: "There is no room left.", hint: null, retryable: false },
    });
    const [notice] = frame.notices.shown();
    expect(notice?.message).toContain("no room left");
    await notice?.actions?.[0]?.run();
    expect(fake.backups.kept).toHaveLength(1);
  });
});
