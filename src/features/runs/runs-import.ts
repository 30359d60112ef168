/** Takes over what shells and Atuin have kept: first what would come, then the question. */
import type { RunHistory } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { counted } from "../../ui/counted";
import type { TerminalFront } from "../terminal";

const names: Record<RunHistory["source"], string> = {
  tenon: "Tenon",
  bash: "bash",
  zsh: "zsh",
  fish: "fish",
  atuin: "Atuin",
};

/** A history in one line: what is new in it, and what is not taken. */
export function historyLine(history: RunHistory, homely: (path: string) => string): string {
  const { source, file, found, added, known, forgotten, excluded, unreadable, warning, problem } = history;
  const from = `${names[source]} (${homely(file)})`;
  if (problem) return `${from}: ${problem.message}`;
  const rest = [
    known > 0 ? `${known} known already` : "",
    forgotten > 0 ? `${forgotten} forgotten before` : "",
    excluded > 0 ? `${excluded} left out by the settings` : "",
    unreadable > 0 ? `${unreadable} unreadable` : "",
    warning ?? "",
  ].filter(Boolean);
  return `${from}: ${added} new of ${counted(found, "command")}${rest.length > 0 ? `; ${rest.join(", ")}` : ""}`;
}

const sum = (histories: RunHistory[]): number => histories.reduce((all, { added }) => all + added, 0);

/** Imports after a look and a question; answers whether something came. */
export async function importRuns(app: App, front: Pick<TerminalFront, "homely">): Promise<boolean> {
  const everything = { source: null, file: null };
  const { histories } = await app.ipc.runImport({ ...everything, dry: true });
  const lines = histories.map((history) => historyLine(history, front.homely));
  const count = sum(histories);
  if (count === 0) {
    const nothing =
      histories.length === 0
        ? "No history of bash, zsh, fish or Atuin was found."
        : "There is nothing new to import.";
    const hint = lines.join("\n");
    app.notify({ level: "info", message: nothing, ...(hint === "" ? {} : { hint }) });
    return false;
  }
  const answer = await app.dialogs.ask({
    title: `Import ${counted(count, "command")}?`,
    message: "Secrets are masked. The files of the other programs are only read.",
    list: lines,
    answers: [
      { id: "import", title: "Import" },
      { id: "cancel", title: "Cancel" },
    ],
    cancel: "cancel",
  });
  if (answer === "cancel") return false;
  const done = await app.ipc.runImport({ ...everything, dry: false });
  const troubled = done.histories.filter(({ problem }) => problem !== null);
  app.notify({
    level: troubled.length > 0 ? "warn" : "info",
    message: `${counted(sum(done.histories), "command")} ${sum(done.histories) === 1 ? "was" : "were"} imported.`,
    ...(troubled.length > 0
      ? { hint: troubled.map((history) => historyLine(history, front.homely)).join("\n") }
      : {}),
  });
  return true;
}
