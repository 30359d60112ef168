CREATE TABLE profile (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  local_only INTEGER NOT NULL CHECK (local_only IN (0, 1))
) STRICT, WITHOUT ROWID;

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

CREATE TABLE workspace (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  profile BLOB NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
  root BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  trusted INTEGER NOT NULL CHECK (trusted IN (0, 1)),
  trusted_at INTEGER,
  created_at INTEGER NOT NULL,
  last_opened_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE workspace_folder (
  workspace BLOB PRIMARY KEY NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  device INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  born INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX workspace_last_opened ON workspace (last_opened_at);

CREATE INDEX workspace_profile ON workspace (profile);
