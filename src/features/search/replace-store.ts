/** Replacing: what it would change, what of it is left out, and what it did. */
import { batch, createEffect, createMemo, createSignal, on, onCleanup, untrack } from "solid-js";
import { AppError } from "../../ipc/app-error";
import type { ReplaceFile, ReplaceParams } from "../../ipc/search-types";
import type { App } from "../../kernel/app";
import { visiblePath } from "../../ui/visible-name";
import { counted } from "../../ui/counted";
import { choicesOf, isOut, none, takenCount, toggleFile, toggleHit, type LeftLines } from "./left-out";
import { previewFiles } from "./replace-preview";
import { pathKey, type ResultFile } from "./results";
import { queryOf } from "./search-form";
import type { SearchStore } from "./search-store";

export interface ReplaceStore {
  /** The files of the preview; `undefined` while there is none. */
  files: () => ResultFile[] | undefined;
  /** Files that would be left alone, with the reason. */
  skipped: () => ReplaceFile[];
  fault: () => AppError | undefined;
  left: () => LeftLines;
  toggleHit: (file: ResultFile, line: number) => void;
  toggleFile: (file: ResultFile) => void;
  count: () => { hits: number; files: number };
  busy: () => boolean;
  /** What the last replacing did. */
  told: () => string | undefined;
  apply: () => Promise<void>;
  undo: () => Promise<void>;
}

/** How long the last key is waited for before the preview is made, in milliseconds. */
const waitMs = 100;
/** Files that are named in the sentence; the rest is counted. */
const mostNamed = 3;

export function createReplaceStore(app: App, search: SearchStore): ReplaceStore {
  const [preview, setPreview] = createSignal<ReplaceFile[]>();
  const [left, setLeft] = createSignal<LeftLines>(none);
  const [fault, setFault] = createSignal<AppError>();
  const [told, setTold] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  // What is carried out is what the preview shows, whatever was typed since.
  let shownParams: ReplaceParams | undefined;
  const params = (): ReplaceParams => {
    const { replacement, preserveCase } = search.form();
    return { search: queryOf(search.form()), replacement, keepCase: preserveCase, dryRun: true };
  };
  const ask = async (mine: number): Promise<void> => {
    try {
      const wish = params();
      const { files: made } = await app.ipc.searchReplace(wish);
      if (mine !== asked) return;
      shownParams = wish;
      batch(() => {
        setPreview(made);
        setFault(undefined);
      });
    } catch (thrown) {
      if (mine === asked) setFault(AppError.from(thrown));
    }
  };
  const wanted = createMemo(() => {
    const { replacing, replacement, preserveCase, query } = search.form();
    if (!replacing || query === "" || search.phase().type !== "done") return undefined;
    return { replacement, preserveCase, phase: search.phase() };
  });
  const phase = createMemo(() => search.phase());
  // Other hits are other choices; another replacement leaves them as they are.
  createEffect(on(phase, () => batch(() => [setLeft(none), setPreview(undefined)])));
  createEffect(
    on(wanted, (now) => {
      const mine = ++asked;
      clearTimeout(timer);
      setFault(undefined);
      if (now) timer = setTimeout(() => void ask(mine), waitMs);
      else setPreview(undefined);
    }),
  );
  createEffect(on(search.form, () => setTold(undefined), { defer: true }));
  onCleanup(() => clearTimeout(timer));
  const files = createMemo(() => {
    const made = preview();
    return made && previewFiles(made, untrack(search.files));
  });

  const undo = async (): Promise<void> => {
    await app.commands.run("history.undo");
    setTold(undefined);
    search.run();
  };
  const apply = async (): Promise<void> => {
    const shown = files();
    if (!shown || !shownParams || busy()) return;
    setBusy(true);
    try {
      const done = await app.ipc.searchReplace({
        ...shownParams,
        dryRun: false,
        files: choicesOf(shown, left()),
      });
      const skipped = done.files.filter((file) => !file.done);
      const message = sentenceOf(...doneCount(shown, left(), done.files), skipped);
      // The view says so itself where it is in sight.
      if (app.contexts.get("searchShown") !== true) {
        app.notify({
          level: skipped.length > 0 ? "warn" : "info",
          message,
          ...(skipped.length < done.files.length ? { actions: [{ title: "Undo", run: undo }] } : {}),
        });
      }
      search.run();
      setTold(message);
    } catch (thrown) {
      setFault(AppError.from(thrown));
    } finally {
      setBusy(false);
    }
  };
  return {
    files,
    skipped: () => (preview() ?? []).filter(({ reason }) => reason),
    fault,
    left,
    toggleHit: (file, line) => setLeft((now) => toggleHit(now, file.key, line)),
    toggleFile: (file) => setLeft((now) => toggleFile(now, file)),
    count: createMemo(() => takenCount(files() ?? [], left())),
    busy,
    told,
    apply,
    undo,
  };
}

/** The lines and files that were written. */
function doneCount(shown: ResultFile[], left: LeftLines, files: ReplaceFile[]): [number, number] {
  const done = new Set(files.filter((file) => file.done).map(({ path }) => pathKey(path)));
  const written = shown.filter(({ key }) => done.has(key));
  const lines = written.flatMap(({ key, hits }) => hits.filter(({ line }) => !isOut(left, key, line)));
  return [lines.length, written.length];
}

/** What was replaced, and what was left alone and why. */
export function sentenceOf(
  hits: number,
  files: number,
  skipped: Pick<ReplaceFile, "path" | "reason">[],
): string {
  const done = `Replaced ${counted(hits, "hit")} in ${counted(files, "file")}.`;
  if (skipped.length === 0) return done;
  const named = skipped
    .slice(0, mostNamed)
    .map(
      ({ path, reason }) =>
        `${visiblePath(path.path)} (${reason?.replace(/\.$/, "") ?? "nothing to change"})`,
    );
  const more =
    skipped.length > mostNamed ? ` and ${counted(skipped.length - mostNamed, "more", "more")}` : "";
  return `${done} Left alone: ${named.join(", ")}${more}.`;
}
