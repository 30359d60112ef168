/** Callouts: what they are called to a screen reader, their icons, and how they fold. */
import { render } from "solid-js/web";
import type { JSX } from "solid-js";
import Bug from "lucide-solid/icons/bug";
import Check from "lucide-solid/icons/check";
import CircleCheck from "lucide-solid/icons/circle-check";
import ClipboardList from "lucide-solid/icons/clipboard-list";
import Flame from "lucide-solid/icons/flame";
import Info from "lucide-solid/icons/info";
import List from "lucide-solid/icons/list";
import Pencil from "lucide-solid/icons/pencil";
import Question from "lucide-solid/icons/circle-question-mark";
import Quote from "lucide-solid/icons/quote";
import TriangleAlert from "lucide-solid/icons/triangle-alert";
import X from "lucide-solid/icons/x";
import Zap from "lucide-solid/icons/zap";
import type { Dressing } from "./tools";

type Icon = (props: { size: number; "aria-hidden": "true" }) => JSX.Element;

/** The kinds that notes use, with their other names; any other is a note. */
const kinds: [icon: Icon, names: string][] = [
  [ClipboardList, "abstract summary tldr"],
  [Info, "info"],
  [CircleCheck, "todo"],
  [Flame, "tip hint important"],
  [Check, "success check done"],
  [Question, "question help faq"],
  [TriangleAlert, "warning caution attention"],
  [X, "failure fail missing"],
  [Zap, "danger error"],
  [Bug, "bug"],
  [List, "example"],
  [Quote, "quote cite"],
];

const icons = new Map(kinds.flatMap(([icon, names]) => names.split(" ").map((name) => [name, icon])));

export function dressCallout(element: HTMLElement, { onLeave }: Dressing): void {
  const { fold, callout = "" } = element.dataset;
  element.setAttribute("role", "note");
  element.setAttribute("aria-label", callout);
  const title = element.querySelector<HTMLElement>(":scope > [data-callout-title]");
  const body = element.querySelector<HTMLElement>(":scope > [data-callout-body]");
  if (!title) return;
  const place = element.ownerDocument.createElement("span");
  place.className = "callout-icon";
  const Shown = icons.get(callout.toLowerCase()) ?? Pencil;
  onLeave(render(() => <Shown size={15} aria-hidden="true" />, place));
  title.prepend(place);
  if (!body || fold === undefined) return;
  title.setAttribute("role", "button");
  title.tabIndex = 0;
  title.setAttribute("aria-expanded", String(fold === "+"));
  body.hidden = fold === "-";
}
