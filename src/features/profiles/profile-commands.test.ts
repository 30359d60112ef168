import { describe, expect, it } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { nameFault } from "./profile-commands";

const answer = async (page: FakePage, type: string, give: (asked: never) => void): Promise<void> => {
  await until(`a question of type ${type}`, () => page.frame.dialogs.asked()?.type === type);
  give(page.frame.dialogs.asked() as never);
};
const pick = (page: FakePage, id: string): Promise<void> =>
  answer(page, "pick", (asked: { options: { items: { id: string }[] }; answer: (item: unknown) => void }) =>
    asked.answer(asked.options.items.find((item) => item.id === id)),
  );

describe("profiles", () => {
  it.each([
    ["Work", undefined],
    ["  ", "A profile needs a name."],
    ["x".repeat(65), "A name has at most 64 characters."],
    ["🙂".repeat(64), undefined],
    ["Personal", "A profile Personal exists already."],
  ])("take the name %j or say why not", (name, expected) => {
    expect(nameFault(name, ["Personal"])).toBe(expected);
  });

  it("are made and taken into use from the pick", async () => {
    const page = await startFake({ files: {} });
    const done = page.frame.commands.run("profile.pick");
    await pick(page, "profile.create");
    await answer(page, "input", (asked: { answer: (text: string) => void }) => asked.answer("Work"));
    await done;
    expect(page.frame.workspace()?.profile.name).toBe("Work");
  });

  it("are deleted only after a question that names what is lost", async () => {
    const page = await startFake({ files: {} });
    const { id } = await page.fake.ipc.profileCreate({ name: "Old" });
    const names = (): string[] => page.fake.system.profiles.map(({ name }) => name);
    for (const choice of ["keep", "delete"]) {
      const done = page.frame.commands.run("profile.delete");
      await pick(page, id);
      await answer(page, "ask", (asked: { question: { message: string }; answer: (id: string) => void }) => {
        expect(asked.question.message).toContain("lost for good");
        asked.answer(choice);
      });
      await done;
      expect(names()).toEqual(choice === "keep" ? ["Personal", "Old"] : ["Personal"]);
    }
  });
});
