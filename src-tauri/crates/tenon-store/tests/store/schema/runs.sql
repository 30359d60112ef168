CREATE TABLE forgotten_run (
  -- a keyed hash of the run's identity, or of its command and about when it began
  mark BLOB PRIMARY KEY NOT NULL CHECK (length(mark) = 16)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept (
  key TEXT PRIMARY KEY NOT NULL,
  json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE phrase (
  number INTEGER PRIMARY KEY NOT NULL,
  text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE row_sum (
  tbl TEXT NOT NULL,
  key BLOB NOT NULL CHECK (length(key) = 16),
  sum BLOB NOT NULL CHECK (length(sum) = 16),
  PRIMARY KEY (tbl, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE row_sum_table (
  tbl TEXT PRIMARY KEY NOT NULL,
  columns TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  number INTEGER PRIMARY KEY NOT NULL,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  -- a number of phrase, as are cwd, branch, host, session and workspace
  command INTEGER NOT NULL,
  cwd INTEGER,
  branch INTEGER,
  host INTEGER NOT NULL,
  session INTEGER NOT NULL,
  workspace INTEGER,
  terminal BLOB CHECK (length(terminal) = 16),
  source INTEGER NOT NULL,
  -- 0 runs, 1 ended, 2 ended with its owner
  state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
  exit INTEGER,
  -- milliseconds since 1970; where dated is 0 a count that keeps the order
  at INTEGER NOT NULL,
  dated INTEGER NOT NULL CHECK (dated IN (0, 1)),
  ended INTEGER
) STRICT;

CREATE INDEX run_at ON run (at, number);

CREATE INDEX run_command ON run (command, at);

CREATE INDEX run_open ON run (number) WHERE state = 0;

CREATE TABLE run_output (
  run INTEGER PRIMARY KEY NOT NULL,
  head TEXT NOT NULL,
  tail TEXT NOT NULL,
  left_out INTEGER NOT NULL,
  -- of all that the command wrote as text
  bytes INTEGER NOT NULL,
  binary INTEGER NOT NULL CHECK (binary IN (0, 1)),
  error_line INTEGER,
  error_text TEXT
) STRICT;

CREATE INDEX run_terminal ON run (terminal, at) WHERE terminal IS NOT NULL;
