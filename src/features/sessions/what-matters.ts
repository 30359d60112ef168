/** What matters now, where a session is resumed: each row leads there. */
import type { ContextRow } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { visibleText } from "../../ui/visible-name";
import { mattersNow, whyItMatters } from "../context";

/** Rows that are shown. */
const SHOWN = 5;

export interface Matter {
  id: string;
  title: string;
  /** Why it matters: the strongest reason, and all of them. */
  first: string;
  why: string;
  run: () => void;
}

/** A menu has little room beside a title. */
const LONGEST = 60;
const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** Asks for the first rows. */
export async function whatMatters(app: App): Promise<Matter[]> {
  const rows = await mattersNow(app, null, SHOWN);
  return rows.map((row: ContextRow) => ({
    id: row.thing.ref,
    title: visibleText(row.thing.title),
    first: cut(visibleText(row.parts[0]?.reason ?? "")),
    why: visibleText(whyItMatters(row)),
    run: () => void app.commands.run("links.go", row.thing, false),
  }));
}
