/**
 * What a terminal answers to programs. An answer is typed into whatever reads next, so it must not hold anything
 * that a program could have chosen: device attributes, the state of a mode, the cursor's place and the colours of
 * the theme stay, because they are made of digits only.
 */
import type { Terminal } from "@xterm/xterm";

/** Settings that a program may ask for (DECRQSS): style, margins, protection, level, the cursor's shape. */
const ASKABLE = new Set(["m", "r", '"q', '"p', " q"]);

export function refuseAnswers(terminal: Terminal): void {
  const { parser } = terminal;
  // Window operations: among them are the reports of the title, which a program sets itself.
  parser.registerCsiHandler({ final: "t" }, () => true);
  parser.registerDcsHandler({ intermediates: "$", final: "q" }, (asked) => !ASKABLE.has(asked));
  // XTGETTCAP answers with the name that was asked for.
  parser.registerDcsHandler({ intermediates: "+", final: "q" }, () => true);
}
