import { describe, expect, it } from "vitest";
import { AppError } from "../ipc/app-error";
import type { Command, Notice } from "./app";
import { createCommands } from "./commands";

function registry() {
  const notices: Notice[] = [];
  const commands = createCommands(
    (notice) => notices.push(notice),
    () => undefined,
  );
  return { commands, notices };
}

const command = (id: string, run: Command["run"] = () => undefined): Command => ({ id, title: id, run });

describe("the command registry", () => {
  it("runs a command with its arguments", async () => {
    const { commands } = registry();
    const got: unknown[] = [];
    commands.register([command("a.b", (...args) => void got.push(...args))]);
    await commands.run("a.b", 1, "two");
    expect(got).toEqual([1, "two"]);
  });

  it("makes a notice of a failure, with the hint", async () => {
    const { commands, notices } = registry();
    const fault = new AppError({
      code: "storage",
      message: "The disk is full.",
      hint: "Make room.",
      retryable: true,
    });
    commands.register([
      command("a.fail", () => {
        throw fault;
      }),
      command("a.reject", () => Promise.reject(fault)),
      command("a.cancel", () =>
        Promise.reject(new AppError({ code: "cancelled", message: "No.", retryable: false })),
      ),
    ]);
    await commands.run("a.fail");
    await commands.run("a.reject");
    await commands.run("a.cancel");
    const expected = { level: "error", message: "The disk is full.", hint: "Make room." };
    expect(notices, "what the person stopped is no failure").toEqual([expected, expected]);
  });

  it("says so when there is no such command, and passes over one that cannot run", async () => {
    const { commands, notices } = registry();
    let ran = 0;
    commands.register([{ ...command("a.off", () => void ran++), enabled: () => false }]);
    await commands.run("a.off");
    await commands.run("a.missing");
    expect(ran).toBe(0);
    expect(notices.map(({ message }) => message)).toEqual(["There is no command a.missing."]);
  });

  it("refuses to register a command twice", () => {
    const { commands } = registry();
    commands.register([command("a.b")]);
    expect(() => commands.register([command("a.b")]), "the second would silently win").toThrow("a.b");
  });

  it("groups the items of a menu and leaves out what does not show", () => {
    const { commands } = registry();
    const item = (group: string, id: string, when?: (target: unknown) => boolean) => ({
      menu: "m",
      group,
      command: id,
      ...(when ? { when } : {}),
    });
    commands.register(
      [command("x.one"), command("x.two"), command("x.three")],
      [
        item("2", "x.one"),
        item("1", "x.two"),
        item("1", "x.three", (target) => target === "yes"),
        item("1", "x.unknown"),
      ],
    );
    const names = (target?: unknown) =>
      commands.menu("m", target).map((group) => group.map((at) => at.command));
    expect(names()).toEqual([["x.two"], ["x.one"]]);
    expect(names("yes")).toEqual([["x.two", "x.three"], ["x.one"]]);
  });
});
