import type { DocumentInfo, RestoreReport } from "../../ipc/bindings";
import { visiblePath } from "../../ui/visible-name";

const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** What came back, in one quiet line; nothing when there is nothing to say. */
export function restoreText(report: RestoreReport): string | undefined {
  const back: string[] = [];
  if (report.documents > 0) back.push(count(report.documents, "unsaved document", "unsaved documents"));
  if (report.terminals > 0) back.push(count(report.terminals, "terminal", "terminals"));
  const restored = back.length > 0 ? `Restored ${back.join(" and ")}` : undefined;
  const lost =
    report.lost.length > 0
      ? `${count(report.lost.length, "thing", "things")} could not be restored`
      : undefined;
  const moved = report.movedFrom === null ? undefined : `This folder was “${report.movedFrom}” before`;
  const said = [restored, lost, moved].filter(Boolean);
  if (said.length > 0) return said.join("; ");
  return report.unclean ? "Tenon ended unexpectedly; nothing unsaved was open" : undefined;
}

type Shown = Pick<DocumentInfo, "name" | "path" | "dirty">;

/** Names that are told; the rest are counted. */
const NAMED = 20;

/** All of what came back and what did not, a line each. */
export function restoreLines(report: RestoreReport, documents: readonly Shown[]): string[] {
  const unsaved = documents.filter((document) => document.dirty);
  const names = unsaved.map((document) => visiblePath(document.path?.path ?? document.name));
  const more = names.length > NAMED ? [`and ${count(names.length - NAMED, "more", "more")}`] : [];
  return [
    `${restoreText(report) ?? "Nothing had to be restored"}.`,
    ...names.slice(0, NAMED),
    ...more,
    ...report.lost,
  ];
}
