import { createSignal } from "solid-js";
import type { Command, Commands, MenuItem, Notice } from "./app";
import { failureNotice } from "./failure";

export interface CommandRegistry extends Omit<Commands, "showMenu" | "keyOf"> {
  /** Items of a menu that show for this target, group by group. */
  menu: (menu: string, target?: unknown) => MenuItem[][];
  runnable: (id: string) => boolean;
}

/** The commands of the window: palette, menus, keys and the shortcut sheet derive from these. `get` and `all` are reactive. */
export function createCommands(
  notify: (notice: Notice) => void,
  onRun: (id: string) => void,
): CommandRegistry {
  const commands = new Map<string, Command>();
  const items: MenuItem[] = [];
  // What is drawn from the registry follows it while features register.
  const [version, setVersion] = createSignal(0);

  const runnable = (id: string): boolean => {
    const command = commands.get(id);
    return command !== undefined && command.enabled?.() !== false;
  };
  return {
    runnable,
    register: (added, menus = []) => {
      for (const command of added) {
        if (commands.has(command.id)) throw new Error(`The command ${command.id} is registered twice.`);
        commands.set(command.id, command);
      }
      items.push(...menus);
      setVersion((now) => now + 1);
    },
    get: (id) => (version(), commands.get(id)),
    all: () => (version(), [...commands.values()]),
    run: async (id, ...args) => {
      const command = commands.get(id);
      if (!command) {
        notify({
          level: "warn",
          message: `There is no command ${id}.`,
          hint: "Look at your keybindings.json.",
        });
        return;
      }
      if (!runnable(id)) return;
      onRun(id);
      try {
        await command.run(...args);
      } catch (thrown) {
        const notice = failureNotice(thrown);
        if (notice) notify(notice);
      }
    },
    menu: (menu, target) => {
      const shown = items.filter(
        (item) => item.menu === menu && commands.has(item.command) && item.when?.(target) !== false,
      );
      const names = [...new Set(shown.map(({ group }) => group))].sort();
      return names.map((name) => shown.filter(({ group }) => group === name));
    },
  };
}
