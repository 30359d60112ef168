import { choice, pixels, whole } from "./field-kind";
import type { SettingField } from "./setting-fields";

/** The settings of terminals, and of the commands that run in them. */
export const terminalFields: SettingField[] = [
  {
    key: "terminal.shell",
    field: "terminalShell",
    title: "Shell",
    about: "The shell's path; empty for the system's choice.",
    kind: { type: "text", placeholder: "/bin/bash" },
  },
  {
    key: "terminal.shellIntegration",
    field: "terminalShellIntegration",
    title: "Mark commands",
    about:
      "Start bash, zsh, fish and PowerShell so that they mark their prompts and commands; for terminals that are started from then on.",
    kind: { type: "switch" },
  },
  {
    key: "terminal.fontSize",
    field: "terminalFontSize",
    title: "Font size",
    about: "The size of text in terminals.",
    kind: pixels,
  },
  {
    key: "terminal.scrollback",
    field: "terminalScrollback",
    title: "Scrollback",
    about: "What a terminal keeps above its screen.",
    kind: whole(0, 100_000, "lines"),
  },
  {
    key: "terminal.renderer",
    field: "terminalRenderer",
    title: "Renderer",
    about: "How terminals are drawn.",
    kind: choice(["auto", "What is faster here"], ["webgl", "WebGL"], ["dom", "The page itself"]),
  },
  {
    key: "problems.fromTerminals",
    field: "problemsFromTerminals",
    title: "Look for problems",
    about:
      "Look for problems in what any command prints in a terminal; otherwise in what scripts print only.",
    kind: { type: "switch" },
  },
  {
    key: "terminal.restore",
    field: "terminalRestore",
    title: "Put terminals back",
    about:
      "Keep what terminals show, sealed, and put it back with a new shell when the folder is opened again.",
    kind: { type: "switch" },
  },
  {
    key: "terminal.history.enabled",
    field: "terminalHistoryEnabled",
    title: "Keep commands",
    about: "Keep the commands that run in terminals, with what they write; secrets are masked first.",
    kind: { type: "switch" },
  },
  {
    key: "terminal.history.exclude",
    field: "terminalHistoryExclude",
    title: "Commands that are not kept",
    about:
      "Regular expressions, one on each line: a command in which one finds something is not kept. One that begins with a blank never is.",
    kind: { type: "lines" },
  },
  {
    key: "terminal.history.outputKiB",
    field: "terminalHistoryOutputKib",
    title: "Output that is kept",
    about: "So much of the beginning, and of the end, of what a command writes.",
    kind: whole(0, 1024, "KiB"),
  },
  {
    key: "terminal.history.totalMiB",
    field: "terminalHistoryTotalMib",
    title: "Output of all commands",
    about: "So much is kept in the profile. Beyond that the oldest outputs go, and their commands stay.",
    kind: whole(1, 65536, "MiB"),
  },
  {
    key: "terminal.commandsToSkipShell",
    field: "terminalCommandsToSkipShell",
    title: "Keys that the shell does not get",
    about: "Commands whose keys stay with the window while a terminal has the focus, one on each line.",
    kind: { type: "lines" },
  },
];
