import { createMemo, createSignal, type JSX } from "solid-js";
import { Modal } from "../ui/modal";
import { QuickList } from "../ui/quick-list";
import type { PickItem } from "./app";
import type { Asked } from "./dialogs";
import { failureNotice } from "./failure";
import { matchText } from "./match-text";

/** A list to pick from: rows that are there, or those that a search finds for what is typed. */
export function PickDialog(props: { asked: Extract<Asked, { type: "pick" }> }): JSX.Element {
  const options = () => props.asked.options;
  const [query, setQuery] = createSignal("");
  const [found, setFound] = createSignal<PickItem[]>();
  const [fault, setFault] = createSignal<string>();
  const [marked, setMarked] = createSignal<PickItem>();
  let asked = 0;
  const fitting = createMemo(() =>
    options().items.flatMap((item) => {
      const positions = matchText(item.title, query());
      return positions ? [{ ...item, positions }] : [];
    }),
  );
  const items = (): PickItem[] => found() ?? (options().search && query() !== "" ? [] : fitting());
  const type = (text: string): void => {
    setQuery(text);
    const { search } = options();
    if (!search) return;
    const mine = (asked += 1);
    // What is shown is never older than what was typed last.
    const show = (rows: PickItem[] | undefined, why?: string): void => {
      if (mine !== asked) return;
      setFound(rows);
      setFault(why);
    };
    if (text.trim() === "") return show(undefined);
    search(text.trim()).then(
      (rows) => show(rows),
      (thrown: unknown) => {
        const notice = failureNotice(thrown);
        show([], [notice?.message, notice?.hint].filter(Boolean).join(" "));
      },
    );
  };
  const answer = (item: PickItem): void => {
    props.asked.answer(item);
    item.run?.();
  };
  return (
    <Modal plain title={options().title} testId="palette" onClose={() => props.asked.answer(undefined)}>
      <QuickList
        label={options().title}
        placeholder={options().placeholder ?? options().title}
        value={query()}
        items={items()}
        empty={fault() ?? (options().search && query() === "" ? "Type to search." : "Nothing fits.")}
        footer={options().wordy ? marked()?.title : undefined}
        onMark={setMarked}
        inputTestId="palette-input"
        onInput={type}
        onAccept={answer}
        onClose={() => props.asked.answer(undefined)}
      />
    </Modal>
  );
}
