/** A script that is made from a command, in the language of the shell that it was typed into. Pure. */

/** What a script begins with, so that it stops at a fault and runs in the folder. */
interface Form {
  end: "sh" | "fish" | "ps1";
  head: string[];
}

// Scripts are kept in a folder below the one that they are about.
const bash: Form = {
  end: "sh",
  head: ["#!/usr/bin/env bash", "set -euo pipefail", 'cd "$(dirname "${BASH_SOURCE[0]}")/.."'],
};
const forms: Record<string, Form> = {
  zsh: { end: "sh", head: ["#!/usr/bin/env zsh", "set -euo pipefail", 'cd "${0:A:h}/.."'] },
  fish: { end: "fish", head: ["#!/usr/bin/env fish", "cd (status dirname)/..; or exit"] },
  pwsh: {
    end: "ps1",
    head: [
      "#!/usr/bin/env pwsh",
      "$ErrorActionPreference = 'Stop'",
      "Set-Location (Join-Path $PSScriptRoot '..')",
    ],
  },
};

/** Longest name of a script that is made from a command. */
const NAME_UNITS = 40;

/** A file's name for a command: `cargo test -p x` becomes `cargo-test-p-x`. */
export function scriptName(command: string): string {
  const words =
    command
      .split("\n")[0]
      ?.toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, NAME_UNITS).replace(/-+$/, "") || "script";
}

/** The script, and where it is to be saved. `shell` is the shell's program; others than those known get bash. */
export function scriptOf(command: string, shell: string | undefined): { text: string; label: string } {
  const { end, head } = forms[shell?.split("/").at(-1) ?? ""] ?? bash;
  return {
    text: `${head.join("\n")}\n\n${command}\n`,
    label: `scripts/${scriptName(command)}.${end}`,
  };
}
