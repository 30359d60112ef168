/** A person's folders, made for one test: home, settings, data, and a project to work on. */
import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Contents by path inside the project. */
export type Files = Record<string, string | Buffer>;

export interface Home {
  /** Holds everything below. */
  readonly root: string;
  readonly project: string;
  /** Where the program keeps what it remembers. */
  readonly data: string;
  /** What programs of this person find around them, without a display. */
  readonly env: NodeJS.ProcessEnv;
  write(files: Files): Promise<void>;
  read(path: string): Promise<Buffer>;
  /** Writes `settings.json` or `keybindings.json`; values that are no text become JSON. */
  configure(file: string, content: unknown): Promise<void>;
  /** Runs git in the project and answers with what it says. */
  git(...args: string[]): string;
  remove(): Promise<void>;
}

/** Variables that would lead out of the folders made here, or change what is tested. */
const FOREIGN = /^(TENON_|XDG_|GIT_|DISPLAY$|WAYLAND_|DBUS_|LC_|LANG)/;

function environment(root: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: root,
    XDG_DATA_HOME: join(root, "data"),
    XDG_CONFIG_HOME: join(root, "config"),
    XDG_CACHE_HOME: join(root, "cache"),
    XDG_STATE_HOME: join(root, "state"),
    XDG_RUNTIME_DIR: join(root, "run"),
    LANG: "C.UTF-8",
    SHELL: "/bin/bash",
    // A prompt that is the same everywhere; what the system's own files say about it is not read.
    PS1: "$ ",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    // The engine that needs no model answers within a second.
    TENON_SIDECAR_ENGINE: "hashing",
  };
}

/** Makes the folders; `name` is the project's. Whoever makes them has to remove them. */
export async function makeHome(files: Files = {}, name = "project"): Promise<Home> {
  // The name is short: a socket's path has at most 107 bytes.
  const root = await mkdtemp(join(tmpdir(), "tenon-"));
  const project = join(root, name);
  const env = environment(root);
  const home: Home = {
    root,
    project,
    data: join(root, "data", "tenon"),
    env,
    async write(more) {
      for (const [path, content] of Object.entries(more)) {
        await mkdir(dirname(join(project, path)), { recursive: true });
        await writeFile(join(project, path), content);
      }
    },
    read: (path) => readFile(join(project, path)),
    async configure(file, content) {
      const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
      await mkdir(join(root, "config", "tenon"), { recursive: true });
      await writeFile(join(root, "config", "tenon", file), text);
    },
    git: (...args) => {
      const who = [
        "-c",
        "user.name=A Person",
        "-c",
        "user.email=person@example.org",
        "-c",
        "init.defaultBranch=main",
      ];
      return execFileSync("git", [...who, ...args], { cwd: project, env, encoding: "utf8" });
    },
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
  await mkdir(project);
  await mkdir(join(root, "run"), { mode: 0o700 });
  await chmod(join(root, "run"), 0o700);
  await writeFile(join(root, ".bashrc"), "PS1='$ '\n");
  await home.write(files);
  return home;
}
