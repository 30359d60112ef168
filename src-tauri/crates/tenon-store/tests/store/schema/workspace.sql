CREATE TABLE change_log (
  n INTEGER PRIMARY KEY,
  doc BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  replica TEXT NOT NULL,
  counter INTEGER NOT NULL CHECK (counter >= 1),
  parents TEXT NOT NULL,
  changes BLOB NOT NULL,
  UNIQUE (doc, replica, counter)
) STRICT;

CREATE TABLE content (
  hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
  size INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

CREATE TABLE document (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  path BLOB UNIQUE,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY CHECK (seq >= 0),
  leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  v INTEGER NOT NULL,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  at INTEGER NOT NULL,
  source BLOB NOT NULL CHECK (length(source) = 16),
  source_seq INTEGER NOT NULL CHECK (source_seq >= 1),
  actor_kind TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  session BLOB NOT NULL CHECK (length(session) = 16),
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  cause BLOB,
  turn TEXT,
  trace TEXT,
  payload_hash BLOB NOT NULL CHECK (length(payload_hash) = 32),
  UNIQUE (source, source_seq)
) STRICT;

CREATE INDEX journal_at ON journal (at);

CREATE INDEX journal_kind ON journal (kind, seq);

CREATE TABLE journal_payload (
  seq INTEGER PRIMARY KEY REFERENCES journal (seq),
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  payload TEXT NOT NULL
) STRICT;

CREATE TABLE journal_source (
  source BLOB PRIMARY KEY NOT NULL CHECK (length(source) = 16),
  last INTEGER NOT NULL CHECK (last >= 1)
) STRICT, WITHOUT ROWID;

CREATE INDEX journal_subject ON journal (subject, seq);

CREATE TABLE kept (
  key TEXT PRIMARY KEY NOT NULL,
  json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE layout (
  window_label TEXT PRIMARY KEY NOT NULL,
  json TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE link (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  from_ref TEXT NOT NULL,
  to_ref TEXT NOT NULL CHECK (to_ref <> from_ref),
  kind TEXT NOT NULL,
  origin TEXT NOT NULL,
  -- identities of events, 16 bytes each
  evidence BLOB NOT NULL CHECK (length(evidence) % 16 = 0),
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  at INTEGER NOT NULL,
  UNIQUE (from_ref, to_ref, kind, origin)
) STRICT;

CREATE TABLE link_print (
  from_ref TEXT NOT NULL,
  to_ref TEXT NOT NULL CHECK (to_ref <> from_ref),
  kind TEXT NOT NULL,
  -- of the text that the link stands in; zeros where it stands in none
  said BLOB NOT NULL CHECK (length(said) = 16),
  print BLOB NOT NULL CHECK (length(print) = 16),
  at INTEGER NOT NULL,
  PRIMARY KEY (from_ref, to_ref, kind)
) STRICT;

CREATE INDEX link_print_to ON link_print (to_ref);

CREATE INDEX link_to ON link (to_ref);

CREATE TABLE link_verdict (
  from_ref TEXT NOT NULL,
  to_ref TEXT NOT NULL CHECK (to_ref <> from_ref),
  kind TEXT NOT NULL,
  accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
  event BLOB NOT NULL CHECK (length(event) = 16),
  at INTEGER NOT NULL,
  PRIMARY KEY (from_ref, to_ref, kind)
) STRICT;

CREATE INDEX link_verdict_to ON link_verdict (to_ref);

CREATE TABLE restore (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  scope BLOB NOT NULL,
  moment INTEGER,
  undoes INTEGER REFERENCES restore (id) ON DELETE CASCADE,
  undone_at INTEGER
) STRICT;

CREATE TABLE restore_file (
  restore INTEGER NOT NULL REFERENCES restore (id) ON DELETE CASCADE,
  path BLOB NOT NULL,
  before INTEGER REFERENCES version (id) ON DELETE SET NULL,
  after INTEGER REFERENCES version (id) ON DELETE SET NULL,
  PRIMARY KEY (restore, path)
) STRICT, WITHOUT ROWID;

CREATE INDEX restore_file_after ON restore_file (after);

CREATE INDEX restore_file_before ON restore_file (before);

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

CREATE TABLE screen (
  terminal BLOB PRIMARY KEY NOT NULL CHECK (length(terminal) = 16),
  at INTEGER NOT NULL,
  content BLOB NOT NULL REFERENCES content (hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX screen_content ON screen (content);

CREATE TABLE session (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  state TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX session_started ON session (started_at);

CREATE TABLE sqlite_sequence(name,seq);

CREATE TABLE symbol (
  file BLOB PRIMARY KEY NOT NULL CHECK (length(file) = 16),
  present BLOB,
  departed BLOB,
  CHECK (present IS NOT NULL OR departed IS NOT NULL)
) STRICT;

CREATE TABLE undo (
  doc BLOB PRIMARY KEY NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  content BLOB NOT NULL REFERENCES content (hash),
  text BLOB REFERENCES content (hash),
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX undo_content ON undo (content);

CREATE INDEX undo_text ON undo (text);

CREATE TABLE unsaved (
  doc BLOB PRIMARY KEY NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  title TEXT,
  base BLOB REFERENCES content (hash),
  content BLOB NOT NULL REFERENCES content (hash),
  upto TEXT,
  view TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX unsaved_base ON unsaved (base);

CREATE INDEX unsaved_content ON unsaved (content);

CREATE TABLE "version" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  doc BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  path BLOB,
  sealed_path BLOB,
  content BLOB REFERENCES content (hash),
  git_blob BLOB,
  lack TEXT,
  size INTEGER NOT NULL DEFAULT 0,
  mode INTEGER,
  modified INTEGER,
  kind TEXT NOT NULL,
  label TEXT,
  pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
  on_disk INTEGER NOT NULL DEFAULT 0 CHECK (on_disk IN (0, 1)),
  born INTEGER NOT NULL DEFAULT 0 CHECK (born IN (0, 1)),
  CHECK ((content IS NOT NULL) + (git_blob IS NOT NULL) + (lack IS NOT NULL) = 1)
) STRICT;

CREATE INDEX version_content ON version (content);

CREATE INDEX version_doc ON version (doc, id);

CREATE INDEX version_place ON version (path, id, at) WHERE on_disk = 1;
