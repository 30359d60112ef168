import { createRoot } from "solid-js";
import { describe, expect, it } from "vitest";
import { makeFake, type FakeBackend } from "../../ipc/fake";
import type { App, Notice } from "../../kernel/app";
import { makeTreeActions, type TreeActions } from "./tree-actions";
import { makeTreeKeys } from "./tree-keys";
import type { Row } from "./tree-reducer";
import { selectOnly } from "./tree-selection";
import { createTreeStore, type TreeStore } from "./tree-store";

interface Test {
  fake: FakeBackend;
  store: TreeStore;
  actions: TreeActions;
  notices: Notice[];
  opened: unknown[];
  asked: string[];
  row: (path: string) => Row;
  paths: () => string[];
  press: (...keys: string[]) => void;
}

/** Lets everything that the backend in memory answers come through. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function setUp(files: Record<string, string>): Promise<Test> {
  const fake = makeFake({ files });
  const boot = await fake.ipc.windowBoot({});
  const [notices, opened, asked]: [Notice[], unknown[], string[]] = [[], [], []];
  const app = {
    boot,
    ipc: fake.ipc,
    workspace: () => boot.workspace,
    settings: () => boot.settings.settings,
    notify: (notice: Notice) => notices.push(notice),
    on: (type: string, handler: (event: unknown) => void) =>
      fake.listen((event) => {
        if (event.type === type) handler(event);
      }),
    commands: {
      run: async (_id: string, request: unknown) => {
        opened.push(request);
      },
    },
    dialogs: {
      ask: async ({ title }: { title: string }) => {
        asked.push(title);
        return "yes";
      },
    },
  } as unknown as App;
  const store = createRoot(() => createTreeStore(app));
  const actions = makeTreeActions(app, store);
  const keys = makeTreeKeys({ store, page: () => 10, openFile: actions.openFile, now: () => 0 });
  await settle();
  return {
    fake,
    store,
    actions,
    notices,
    opened,
    asked,
    row: (path) => store.rows().find((row) => row.key === path) ?? expect.fail(`${path} is in the tree`),
    paths: () => store.rows().map((row) => row.key),
    press: (...pressed) => {
      for (const key of pressed) keys(new KeyboardEvent("keydown", { key }));
    },
  };
}

const files = { "src/lib.rs": "", "src/main.rs": "", "README.md": "read me", "notes.md": "" };

describe("the explorer", () => {
  it("shows what is made and deleted by something else", async () => {
    const { paths, fake, store } = await setUp(files);
    expect(paths()).toEqual(["src", "notes.md", "README.md"]);
    await store.open({ path: "src" });
    fake.files.write("src/new.rs", "");
    fake.files.remove("notes.md");
    await settle();
    expect(paths()).toEqual(["src", "src/lib.rs", "src/main.rs", "src/new.rs", "README.md"]);
  });

  it("opens the folders above a path to show it", async () => {
    const { store, paths } = await setUp({ "a/b/c.txt": "", "z.txt": "" });
    expect(await store.reveal({ path: "a/b/c.txt" })).toBe(true);
    expect([paths(), store.selection().cursor]).toEqual([["a", "a/b", "a/b/c.txt", "z.txt"], "a/b/c.txt"]);
    expect(await store.reveal({ path: "a/nowhere" })).toBe(false);
  });

  it("makes a file with the folders on the way and opens it", async () => {
    const { store, actions, fake, opened } = await setUp(files);
    await actions.startCreate("file");
    const input = store.input() ?? expect.fail("the field is shown");
    await actions.submit(input, "deep/er/new.ts");
    expect(fake.files.contents.has("deep/er/new.ts")).toBe(true);
    expect(store.input()).toBeUndefined();
    expect(store.selection().cursor).toBe("deep/er/new.ts");
    expect(opened).toMatchObject([{ path: { path: "deep/er/new.ts" } }]);
  });

  it("keeps the field and says why when a name cannot be had", async () => {
    const { store, actions, row } = await setUp(files);
    actions.startRename(row("notes.md"));
    const input = store.input() ?? expect.fail("the field is shown");
    await expect(actions.submit(input, "README.md")).rejects.toThrow();
    expect(store.input()).toBe(input);
  });

  it("renames and keeps the cursor on the entry", async () => {
    const { store, actions, row, paths } = await setUp(files);
    actions.startRename(row("notes.md"));
    await actions.submit(store.input() ?? expect.fail("the field is shown"), "ideas.md");
    expect(paths()).toEqual(["src", "ideas.md", "README.md"]);
    expect(store.selection().cursor).toBe("ideas.md");
  });

  it("keeps a folder open that is renamed or moved, with what is open in it", async () => {
    const { store, actions, row, paths } = await setUp({ "a/b/c.txt": "", "a/d.txt": "", "z/y.txt": "" });
    await store.open({ path: "a" });
    await store.open({ path: "a/b" });
    actions.startRename(row("a"));
    await actions.submit(store.input() ?? expect.fail("the field is shown"), "k");
    await settle();
    expect(paths()).toEqual(["k", "k/b", "k/b/c.txt", "k/d.txt", "z"]);
    expect([...store.selection().keys]).toEqual(["k"]);
    await actions.move([row("k")], { path: "z" });
    await settle();
    expect(paths()).toEqual(["z", "z/k", "z/k/b", "z/k/b/c.txt", "z/k/d.txt", "z/y.txt"]);
    expect(store.selection().cursor).toBe("z/k");
  });

  it("selects everything that was moved", async () => {
    const { store, actions, row } = await setUp(files);
    await actions.move([row("README.md"), row("notes.md")], { path: "src" });
    expect([...store.selection().keys]).toEqual(["src/README.md", "src/notes.md"]);
  });

  it("moves several entries only after a question, and no folder into itself", async () => {
    const { actions, row, asked, fake } = await setUp(files);
    await actions.move([row("notes.md")], { path: "src" });
    expect(asked, "one is moved at once").toEqual([]);
    fake.files.write("notes.md", "");
    await settle();
    await actions.move([row("README.md"), row("notes.md")], { path: "deep" }).catch(() => undefined);
    expect(asked.length).toBe(1);
    await expect(actions.move([row("src")], { path: "src" })).rejects.toThrow("into itself");
  });

  it("takes back what went to the trash", async () => {
    const { actions, row, paths, notices, fake } = await setUp(files);
    await actions.trash([row("README.md")]);
    await settle();
    expect(paths()).toEqual(["src", "notes.md"]);
    expect(notices[0]?.message).toBe("Moved README.md to the trash.");
    await notices[0]?.actions?.[0]?.run();
    expect(new TextDecoder().decode(fake.files.contents.get("README.md"))).toBe("read me");
    expect(paths()).toContain("README.md");
    expect(actions.canUndoTrash(), "it is taken back once").toBe(false);
    await actions.trash([row("README.md")]);
    await actions.trash([row("notes.md")]);
    await actions.undoTrash();
    expect(paths(), "the last one comes back first").toEqual(["src", "notes.md"]);
    await actions.undoTrash();
    expect(paths()).toContain("README.md");
  });

  it("pastes a copy into another folder under its own name", async () => {
    const { actions, row, fake } = await setUp(files);
    await actions.copy([row("README.md")], false);
    await actions.paste(row("src"));
    expect([...fake.files.contents.keys()].sort()).toEqual([
      "README.md",
      "notes.md",
      "src/README.md",
      "src/lib.rs",
      "src/main.rs",
    ]);
  });

  it("moves what was cut, once", async () => {
    const { actions, row, fake, store } = await setUp(files);
    await actions.copy([row("notes.md")], true);
    expect([...store.cut()]).toEqual(["notes.md"]);
    await actions.paste(row("src"));
    await actions.paste(undefined);
    expect([...fake.files.contents.keys()].filter((path) => path.includes("notes"))).toEqual([
      "src/notes.md",
    ]);
    expect([...store.cut()]).toEqual([]);
  });

  it("never opens pipes and links that lead out", async () => {
    const { actions, row, opened, notices } = await setUp(files);
    const special = { ...row("notes.md"), entry: { ...row("notes.md").entry, kind: "special" as const } };
    actions.openFile(special, true);
    expect([opened, notices.length]).toEqual([[], 1]);
  });
});

describe("keys of the tree", () => {
  it("walk, open and close as in VS Code", async () => {
    const { store, press, paths } = await setUp(files);
    press("Home");
    expect(store.selection().cursor).toBe("src");
    press("ArrowRight");
    await settle();
    expect(paths()).toContain("src/lib.rs");
    press("ArrowRight");
    expect(store.selection().cursor, "an open folder is entered").toBe("src/lib.rs");
    press("ArrowLeft");
    expect(store.selection().cursor, "a file goes to its folder").toBe("src");
    press("ArrowLeft");
    expect(paths()).not.toContain("src/lib.rs");
    press("End", "ArrowDown");
    expect(store.selection().cursor).toBe("README.md");
  });

  it("open with Enter and preview with a blank", async () => {
    const { store, press, opened } = await setUp(files);
    store.select(selectOnly("README.md"));
    press("Enter", " ");
    expect(opened).toMatchObject([
      { preview: false, focus: true },
      { preview: true, focus: false },
    ]);
  });

  it("find a name that is typed", async () => {
    const { store, press } = await setUp(files);
    press("r", "e");
    expect(store.selection().cursor).toBe("README.md");
  });
});
