import type { PanelKind } from "../app";
import type { PanelRecord } from "./panel-record";

/** Closes all of them with `remove`, or none when one answer is no. */
export async function closeTogether(
  panels: readonly PanelRecord[],
  remove: (panel: PanelRecord) => void,
): Promise<boolean> {
  if (!(await mayCloseAll(panels))) return false;
  for (const panel of panels) remove(panel);
  return true;
}

/**
 * Asks whether panels may close together: a kind that knows how is asked once for all of its panels, so that
 * ten unsaved files are one question. The first no ends it.
 */
async function mayCloseAll(panels: readonly PanelRecord[]): Promise<boolean> {
  const kinds = new Map<PanelKind, PanelRecord[]>();
  for (const panel of panels) kinds.set(panel.of, [...(kinds.get(panel.of) ?? []), panel]);
  for (const [kind, ofKind] of kinds) {
    if (kind.beforeCloseAll) {
      if (!(await kind.beforeCloseAll(ofKind))) return false;
      continue;
    }
    for (const panel of ofKind) if ((await kind.beforeClose?.(panel)) === false) return false;
  }
  return true;
}
