/** A small project to look at. */
import type { GitStatus, LogLine } from "../ipc/bindings";

const lines = `use std::io;

use memchr::memchr;

/// An explicit iterator over lines in a byte slice.
pub struct LineStep {
    line_term: u8,
    end: usize,
    limit: usize,
    buf: Vec<u8>,
}

impl LineStep {
    /// Advance to the next line, or \`None\` at the end.
    pub fn next(&mut self, bytes: &[u8]) -> Option<Match> {
        self.next_impl(bytes)
    }

    fn grow(&mut self, want: usize) -> Result<(), Full> {
        if want > self.limit {
            return Err(Full { limit: self.limit });
        }
        self.buf.resize(want, 0);
        Ok(())
    }

    fn next_impl(&mut self, mut bytes: &[u8]) -> Option<Match> {
        bytes = &bytes[..self.end];
        match memchr(self.line_term, bytes) {
            None => self.rest(),
            Some(line_end) => self.emit(line_end),
        }
    }
}
`;

export const sampleFiles: Record<string, string> = {
  "crates/searcher/src/glue.rs": "pub fn glue() {}\n",
  "crates/searcher/src/lines.rs": lines,
  "crates/searcher/src/sink.rs": "pub trait Sink {}\n",
  "crates/searcher/src/budget.rs": "pub struct Budget;\n",
  "crates/printer/src/lib.rs": "pub mod json;\n",
  "crates/regex/src/lib.rs": "pub mod ast;\n",
  "tests/regression.rs": "#[test]\nfn it_finds() {}\n",
  "notes/line-buffer.md": "# Line buffer\n\nGrowth is bounded.\n",
  "notes/2026-11-20.md": "# Friday\n",
  "target/debug/build.log": "ok\n",
  "Cargo.toml": '[package]\nname = "ripgrep"\n',
  "README.md": "# ripgrep\n",
};

export const sampleGit: GitStatus = {
  present: true,
  problem: null,
  branch: "main",
  head: "4f1c9e2000000000000000000000000000000000",
  detached: false,
  ahead: 1,
  behind: 0,
  operation: null,
  entries: [
    { path: { path: "crates/searcher/src/lines.rs" }, letter: "M", staged: false },
    { path: { path: "crates/searcher/src/budget.rs" }, letter: "A", staged: true },
  ],
  truncated: false,
};

const said: [string, string, string][] = [
  ["info", "tenon_workspace::owner", "The workspace ripgrep is open."],
  ["info", "sidecar", "Uvicorn running on http://127.0.0.1:9400"],
  ["warn", "tenon_workspace::watch", "The watcher lost events and reads the tree again."],
  ["error", "tenon_git::status", "The index is locked by another program."],
];

export const sampleLog: LogLine[] = Array.from({ length: 400 }, (_, index) => {
  const [level = "info", target = "", message = ""] = said[index % said.length] ?? [];
  return { seq: index + 1, at: 1_795_000_000_000 + index * 137, level, target, message };
});
