import { EditorSelection } from "@codemirror/state";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Edit, UiEvent } from "../../ipc/bindings";
import type { FakeBackend } from "../../ipc/fake";
import { save } from "./save";
import { makeTestEditor } from "./testing/editor";
import { makeRandom } from "./testing/random";

const PATH = "a.txt";
const texts = ["", "a", "b", "ab", "ba"];

/** Lets answers and events wait until they are let through: answers in any order, events in theirs. */
class Wire {
  answers: (() => void)[] = [];
  events: (() => void)[] = [];
  constructor(private readonly random: (below: number) => number) {}

  prepare(fake: FakeBackend): void {
    for (const name of ["documentChange", "documentSave"] as const) {
      const call = fake.ipc[name].bind(fake.ipc) as (params: never) => Promise<unknown>;
      (fake.ipc as unknown as Record<string, unknown>)[name] = async (params: never) => {
        // A save is called after the edits that were answered, and may be done after later ones.
        if (name === "documentSave") await new Promise<void>((go) => this.answers.push(go));
        const answer = await call(params).then(
          (value) => () => value,
          (thrown: unknown) => () => {
            throw thrown;
          },
        );
        await new Promise<void>((go) => this.answers.push(go));
        return answer();
      };
    }
    const listen = fake.listen.bind(fake);
    fake.listen = (handle: (event: UiEvent) => void) =>
      listen((event) => void this.events.push(() => handle(event)));
  }

  async letAllThrough(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet += 1) {
      while (this.answers.length + this.events.length > 0) {
        if (this.random(2) === 0) this.events.shift()?.();
        else this.answers.splice(this.random(Math.max(1, this.answers.length)), 1)[0]?.();
        await vi.advanceTimersByTimeAsync(0);
        quiet = 0;
      }
      // Edits go out after the next drawing.
      await vi.advanceTimersByTimeAsync(100);
    }
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function play(seed: number): Promise<void> {
  const random = makeRandom(seed);
  // The low bits of such a generator repeat soon; a few rounds take two seeds apart.
  for (let at = 0; at < 5; at += 1) random(2);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const wire = new Wire(random);
  let apply!: FakeBackend["ipc"]["documentChange"];
  let others = 0;
  const test = await makeTestEditor({ [PATH]: pick(texts) }, (fake) => {
    apply = fake.ipc.documentChange.bind(fake.ipc);
    wire.prepare(fake);
  });
  const document = await test.open(PATH);
  const shared = await document.load();
  const view = { applyShared: () => undefined, selection: () => EditorSelection.single(0) };
  const log: string[] = [];
  const saves: Promise<unknown>[] = [];
  const steps: Record<string, () => unknown> = {
    type: () => test.type(document, 0, 0, pick(["a", "b"])),
    empty: () => test.type(document, 0, shared.text().length, ""),
    shorten: () => shared.text().length > 0 && test.type(document, 0, 1, ""),
    undo: () => shared.undo(view),
    redo: () => shared.redo(view),
    save: () => saves.push(save(test.editor, document)),
    outside: () => test.fake.files.write(PATH, pick([...texts, test.textOf(document)])),
    remove: () => test.fake.files.contents.has(PATH) && test.fake.files.remove(PATH),
    other: async () => {
      const { doc } = document;
      const held = (await test.fake.ipc.documentList({})).documents[0];
      const change = { doc, replica: "other", counter: (others += 1), changes: [[0, 0, "a"]] as Edit[] };
      await apply({ change: { ...change, parents: held?.head ? [held.head] : [] } });
      test.fake.emit({ type: "documentEdited", doc, by: "other" });
    },
    answer: () => wire.answers.splice(random(Math.max(1, wire.answers.length)), 1)[0]?.(),
    event: () => wire.events.shift()?.(),
    draw: () => vi.advanceTimersByTimeAsync(60),
  };
  for (let step = 0; step < 30; step += 1) {
    const name = pick(Object.keys(steps));
    log.push(name);
    await steps[name]?.();
    await vi.advanceTimersByTimeAsync(0);
    if (random(5) > 0) continue;
    await wire.letAllThrough();
    log.push("|");
    const [held] = (await test.fake.ipc.documentList({})).documents;
    const owners = new TextDecoder().decode(await test.fake.ipc.documentText({ doc: document.doc }));
    const told = {
      text: test.textOf(document),
      dirty: document.dirty(),
      disk: document.info().disk,
    };
    const why = `seed ${seed}: ${log.join(" ")}`;
    expect(told, why).toEqual({
      text: owners.slice(owners.indexOf("\n") + 1),
      dirty: held?.dirty,
      disk: held?.disk,
    });
    const lies = test.fileText(PATH);
    if (told.disk === "same") expect(told.dirty, `${why}, on disk "${lies}"`).toBe(told.text !== lies);
  }
}

it("unsaved text is what differs from the disk, whatever order edits, saves and news arrive in", async () => {
  const first = Number(process.env["SEED"] ?? 1);
  for (let seed = first; seed < first + 60; seed += 1) await play(seed);
});

it("an edit that a save took along is no news when its own answer comes after the save's", async () => {
  const wire = new Wire(makeRandom(1));
  const test = await makeTestEditor({ [PATH]: "text" }, (fake) => wire.prepare(fake));
  const document = await test.open(PATH);
  const saved = save(test.editor, document);
  await vi.advanceTimersByTimeAsync(0);
  await test.type(document, 0, 4, "");
  await vi.advanceTimersByTimeAsync(100);
  const [request, edit] = wire.answers.splice(0);
  request?.();
  await vi.advanceTimersByTimeAsync(0);
  expect([test.fileText(PATH), wire.answers.length], "the save went in after the edit").toEqual(["", 1]);
  wire.answers.shift()?.();
  expect(await saved).toBe(true);
  edit?.();
  await wire.letAllThrough();
  expect(document.dirty()).toBe(false);
});
