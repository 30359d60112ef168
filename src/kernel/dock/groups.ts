import type { Area } from "../app";
import type { Dock } from "./dock";
import type { PanelRecord } from "./panel-record";

/** Walking between the tabs and groups of the centre. */
export interface Groups {
  /** The panels of the group that a panel of any area stands in. */
  around: (id: string) => PanelRecord[];
  /** The tab to the right or left in the active group, round and round. */
  step: (by: 1 | -1) => void;
  /** The group with this number from 1; one more than there are splits the last. */
  focus: (number: number, split: () => void) => void;
}

export function makeGroups(
  docks: Record<Area, Dock>,
  record: (id: string) => PanelRecord | undefined,
): Groups {
  const dock = docks.center;
  const panels = (): PanelRecord[] =>
    (dock.api.activeGroup?.panels ?? []).flatMap((panel) => record(panel.id) ?? []);
  return {
    around: (id) => {
      const area = record(id)?.of.area;
      const group = area && docks[area].api.getPanel(id)?.group;
      return (group?.panels ?? []).flatMap((panel) => record(panel.id) ?? []);
    },
    step: (by) => {
      const list = panels();
      const now = list.findIndex((panel) => panel.id === dock.activeId());
      list.at((now + by) % list.length)?.focus();
    },
    focus: (number, split) => {
      const group = dock.api.groups[number - 1];
      if (group) record(group.activePanel?.id ?? "")?.focus();
      else if (number === dock.api.groups.length + 1) split();
    },
  };
}
