import type { Command, QuickItem, QuickProvider } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";
import { matchScore, matchText } from "../../kernel/match-text";

export interface Ranked {
  command: Command;
  positions: number[];
}

/** Commands that fit, the best first; those run lately go first among equals, and all of them when nothing is typed. */
export function rankCommands(commands: Command[], query: string, recent: string[]): Ranked[] {
  const place = (id: string): number => {
    const at = recent.indexOf(id);
    return at < 0 ? recent.length : at;
  };
  const typed = query.trim().toLowerCase();
  /** Words in another order fit as many letters as the title itself, which is surely meant. */
  const whole = (title: string): number => {
    const at = typed === "" ? -1 : title.toLowerCase().indexOf(typed);
    return at < 0 || !/\s/.test(typed) ? 0 : at === 0 ? 2 : 1;
  };
  const found = commands.flatMap((command): (Ranked & { score: number })[] => {
    const positions = matchText(command.title, query);
    return positions ? [{ command, positions, score: matchScore(command.title, positions) }] : [];
  });
  found.sort((a, b) => {
    const byScore = query === "" ? 0 : Math.round(b.score - a.score);
    return (
      whole(b.command.title) - whole(a.command.title) ||
      byScore ||
      place(a.command.id) - place(b.command.id) ||
      a.command.title.localeCompare(b.command.title)
    );
  });
  return found;
}

/** All commands that can run now, with their keys. */
export function commandProvider(frame: Frame): QuickProvider {
  return {
    prefix: ">",
    title: "Commands",
    search: (query) => {
      const usable = frame.commands
        .all()
        .filter(({ id, internal }) => !internal && frame.registry.runnable(id));
      return rankCommands(usable, query, frame.recentCommands()).map(({ command, positions }): QuickItem => {
        const key = frame.commands.keyOf(command.id);
        return {
          id: command.id,
          title: command.title,
          positions,
          ...(key === undefined ? {} : { key }),
          run: () => {
            frame.rememberCommand(command.id);
            return frame.commands.run(command.id);
          },
        };
      });
    },
  };
}
