/** A project that looks like work: sources with history, changes, and files of every kind. */
import { cp, rename, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Home } from "../e2e/home";
import type { Stage } from "../e2e/stage";

const here = import.meta.dirname;
const fixture = join(here, "..", "fixtures", "riffle");
const icon = join(here, "..", "..", "src-tauri", "icons", "128x128.png");

export const lines = "crates/searcher/src/lines.rs";

/** What was worked on since the last commit. */
const grow = `    /// Makes room for a line of \`want\` bytes.
    pub fn grow(&mut self, want: usize) -> Result<(), Full> {
        if want.next_power_of_two() > self.limit {
            return Err(Full { limit: self.limit });
        }
        self.buf.resize(want, 0);
        Ok(())
    }
`;
const failing = "assert_eq!(step.grow(1000), Ok(()));";

/** A short prompt, and cargo without blank lines, so that more of it is in the picture. */
const rc = `PS1='\\[\\e[34m\\]❯\\[\\e[0m\\] '
cargo() { command cargo "$@" 2>&1 | grep -v '^$'; }
`;

const budget = `//! How much a search may use.

/// Bytes that a search may hold at once.
pub const MEMORY: usize = 1 << 30;
`;

async function commit(home: Home): Promise<void> {
  home.git("init", "--quiet");
  home.git("add", ".");
  home.git("commit", "--quiet", "-m", "Search text line by line");
}

async function change(home: Home): Promise<void> {
  const before = (await home.read(lines)).toString();
  const body = /    \/\/\/ Makes room[\s\S]*?\n    }\n/;
  const after = before
    .replace(body, grow)
    .replace("assert_eq!(step.grow(1024), Ok(()));", failing)
    .replace("1024);\n        assert", "1000);\n        assert");
  const readme = (await home.read("README.md")).toString();
  await home.write({
    [lines]: after,
    "crates/searcher/src/budget.rs": budget,
    "README.md": `${readme}\nRun \`cargo test\` before each commit.\n`,
    "debug.log": "an ignored file\n",
    "target/debug/riffle": "ignored too\n",
  });
}

/** Makes the project, with a home whose shell has a short prompt. */
export async function makeProject(stage: Stage): Promise<Home> {
  const home = await stage.home({}, "riffle");
  await cp(fixture, home.project, { recursive: true });
  await rename(join(home.project, "gitignore"), join(home.project, ".gitignore"));
  await cp(icon, join(home.project, "assets", "logo.png"));
  const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 37 + (index >> 4)) & 0xff));
  const words = "what was found, where it stood, and how often\n".repeat(40_000);
  await home.write({ "assets/table.bin": bytes, "assets/words.txt": words });
  await symlink("notes", join(home.project, "docs"));
  await commit(home);
  await change(home);
  await writeFile(join(home.root, ".bashrc"), rc);
  return home;
}

/** Where the toolchain of the person who takes the tour lies, for the project's tests. */
export const toolchain = {
  CARGO_HOME: process.env["CARGO_HOME"] ?? join(homedir(), ".cargo"),
  RUSTUP_HOME: process.env["RUSTUP_HOME"] ?? join(homedir(), ".rustup"),
  CARGO_TERM_COLOR: "always",
  RUST_BACKTRACE: "0",
};
