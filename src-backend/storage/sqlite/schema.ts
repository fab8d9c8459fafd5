/** Marks the file as Dueline's ("DUEL"), so that another program's database is never written to. */
export const applicationId = 0x4455454c;

/**
 * Forward-only: a released step is never edited, a change of the schema is a new step.
 * `user_version` of the file is the number of steps taken.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE spaces (
    id                TEXT    NOT NULL PRIMARY KEY,
    epoch             TEXT    NOT NULL,
    version           INTEGER NOT NULL,
    last_case_number  INTEGER NOT NULL
  ) STRICT;

  -- sequence: order among the documents of one version. It is spelled out, because a bare rowid may be renumbered.
  CREATE TABLE documents (
    sequence    INTEGER PRIMARY KEY,
    space       TEXT    NOT NULL,
    collection  TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    doc         TEXT,
    version     INTEGER NOT NULL,
    deleted     INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    CHECK ((doc IS NULL) = deleted),
    UNIQUE (space, collection, id)
  ) STRICT;
  CREATE INDEX documents_by_version ON documents (space, version, sequence);

  CREATE TABLE client_groups (
    space    TEXT NOT NULL,
    id       TEXT NOT NULL,
    user_id  TEXT NOT NULL,
    PRIMARY KEY (space, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE clients (
    space             TEXT    NOT NULL,
    id                TEXT    NOT NULL,
    group_id          TEXT    NOT NULL,
    last_mutation_id  INTEGER NOT NULL,
    last_occurred_at  INTEGER,
    version           INTEGER NOT NULL,
    PRIMARY KEY (space, id)
  ) STRICT, WITHOUT ROWID;
  -- Without the version, which each mutation changes.
  CREATE INDEX clients_by_group ON clients (space, group_id);

  CREATE TABLE mutation_results (
    space            TEXT    NOT NULL,
    client_id        TEXT    NOT NULL,
    mutation_id      INTEGER NOT NULL,
    name             TEXT    NOT NULL,
    hash             TEXT    NOT NULL,
    refusal_code     TEXT,
    refusal_message  TEXT,
    version          INTEGER NOT NULL,
    PRIMARY KEY (space, client_id, mutation_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX refusals_by_version ON mutation_results (space, version) WHERE refusal_code IS NOT NULL;

  CREATE TABLE tokens (
    hash     TEXT NOT NULL PRIMARY KEY,
    space    TEXT NOT NULL,
    user_id  TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE origins (
    space        TEXT    NOT NULL PRIMARY KEY,
    desk         TEXT    NOT NULL,
    epoch        TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    taken_in_as  INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Tombstones up to this version may be gone.
  ALTER TABLE spaces ADD COLUMN horizon_version INTEGER NOT NULL DEFAULT 0;

  -- When a space was known to have had a version: what the age of tombstones and results is told by.
  CREATE TABLE version_times (
    space       TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    reached_at  INTEGER NOT NULL,
    PRIMARY KEY (space, version)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX tombstones_by_version ON documents (space, version) WHERE deleted = 1;
  CREATE INDEX accepted_by_version ON mutation_results (space, version) WHERE refusal_code IS NULL;
  `,
];
