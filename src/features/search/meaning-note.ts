/** Why what is shown is not all that could be found by meaning, and what to do about it. */
import { sentences } from "../../kernel/sentences";
import { visibleText } from "../../ui/visible-name";
import { meaningStart, meaningStatus } from "../meaning-status";
import type { Search } from "./search";

export interface Note {
  id: string;
  tag: string;
  text: string;
  /** What mends it, as a command. */
  action?: { title: string; command: string };
}

/** The note as it is now: what a search was told may be over, and is looked up again only once that can be. */
export function noteOf({ app, store }: Pick<Search, "app" | "store">): Note | undefined {
  const meaning = meaningStatus(app);
  const why = store.textOnly();
  if (why) {
    const start = meaningStart(app);
    // A setting that keeps meaning out does so whatever the sidecar does.
    const isKeptOut =
      meaning?.state === "off" || (meaning?.state === "failed" && meaning.code !== "sidecarUnavailable");
    const text =
      start === undefined || isKeptOut
        ? visibleText(sentences(why.message, why.hint))
        : `${start}. Rows by meaning join once it answers.`;
    return { id: "search-text-only", tag: "text only", text };
  }
  if (!store.partial()) return undefined;
  const id = "search-partial";
  if (meaning?.state === "paused") {
    const text = "What is new or changed is not read for its meaning until the work goes on.";
    return { id, tag: "paused", text, action: { title: "Resume", command: "meaning.resume" } };
  }
  if (meaning?.state === "failed") {
    const told = sentences("Not all files were read for their meaning", meaning.reason, meaning.hint);
    return { id, tag: "not all", text: visibleText(told) };
  }
  return { id, tag: "not all yet", text: "Some files are still being read for their meaning." };
}
