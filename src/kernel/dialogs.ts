import { createMemo, createSignal } from "solid-js";
import type { Dialogs, PickItem, PickOptions, Question } from "./app";

type InputOptions = Parameters<Dialogs["input"]>[0];

export type Asked =
  | { type: "ask"; question: Question<string>; answer: (id: string) => void }
  | { type: "input"; options: InputOptions; answer: (text: string | undefined) => void }
  | { type: "pick"; options: PickOptions; answer: (item: PickItem | undefined) => void };

export interface DialogQueue extends Dialogs {
  /** What is asked now; further questions wait behind it. */
  asked: () => Asked | undefined;
}

/** Questions to the person, one after the other. */
export function createDialogs(): DialogQueue {
  const [queue, setQueue] = createSignal<Asked[]>([]);
  const put = <R>(make: (answer: (result: R) => void) => Asked): Promise<R> =>
    new Promise((resolve) => {
      const asked = make((result) => {
        setQueue((list) => list.filter((other) => other !== asked));
        resolve(result);
      });
      setQueue((list) => [...list, asked]);
    });
  return {
    asked: createMemo(() => queue()[0]),
    ask: <T extends string>(question: Question<T>) =>
      put<T>((answer) => ({ type: "ask", question, answer: (id) => answer(id as T) })),
    input: (options) => put((answer) => ({ type: "input", options, answer })),
    pick: (options) => put((answer) => ({ type: "pick", options, answer })),
  };
}
