/** Questions of the program that measures, and answers to it. */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

export interface Question {
  do: string;
  [name: string]: unknown;
}

type Answers = Record<string, (question: Question) => unknown>;

const tell = (answer: unknown): Promise<void> => invoke("told", { line: JSON.stringify(answer) });

/** Answers from now on; says that it is ready first. */
export async function answer(answers: Answers): Promise<void> {
  const reply = async (text: string): Promise<unknown> => {
    const question = JSON.parse(text) as Question;
    const act = answers[question.do];
    if (!act) return { fault: `There is no answer to ${question.do}.` };
    try {
      return await act(question);
    } catch (thrown) {
      return { fault: String(thrown) };
    }
  };
  await listen<string>("asked", ({ payload }) => void reply(payload).then(tell));
  await tell({ ready: true });
}

export const numberOf = (question: Question, name: string): number => Number(question[name]);
