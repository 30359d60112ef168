/** What stands on a terminal's tab. */
import type { TerminalInfo, TerminalKept } from "../../ipc/bindings";

const LONGEST = 60;

// A title comes from the program inside: nothing of it may reorder or hide what stands around it.

const UNSHOWN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

function clean(text: string): string {
  const shown = text.replace(UNSHOWN, "").trim();
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown;
}

function lastPart(path: string): string {
  return path.split("/").filter(Boolean).at(-1) ?? "/";
}

/** A shell's usual title `user@host: ~/folder` says only the folder that is new. */
function shortTitle(title: string): string {
  const folder = /^[^\s@]+@[^\s:]+: ?(\S.*)$/.exec(title)?.[1];
  return clean(folder ? lastPart(folder) : title);
}

/** `zsh — ripgrep`: the name, and the program in front, its title, or the folder. */
export function titleOf(terminal: TerminalInfo): string {
  const name = clean(terminal.name) || lastPart(terminal.shell);
  const about = clean(terminal.busy ?? "") || shortTitle(terminal.title ?? "") || lastPart(terminal.cwd);
  return about === name ? name : `${name} — ${about}`;
}

/** What stands on the tab of a terminal that did not begin again yet. */
export function keptTitle(kept: TerminalKept | undefined): string | undefined {
  return kept && `${clean(kept.name)} — ${lastPart(kept.cwd)}`;
}

/** The lines behind the title. */
export function tooltipOf(terminal: TerminalInfo): string {
  const lines = [`${terminal.shell}, process ${terminal.pid}`, terminal.cwd];
  if (terminal.title) lines.unshift(clean(terminal.title));
  return lines.join("\n");
}
