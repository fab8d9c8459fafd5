/** All of Dueline's tables are in this schema, so that it can share a database with others. */
export const schemaName = 'dueline';

/** Whoever changes the schema holds this advisory lock ("DUEL"). */
export const migrationLock = 0x4455454c;

/** Each backend that serves holds this advisory lock together with the others ("DUES"). */
export const servingLock = 0x44554553;

/**
 * Forward-only: a released step is never edited, a change of the schema is a new step. The table `migrations` holds
 * the steps taken.
 *
 * Every key begins with the space, or contains it, so that the tables can be distributed by that column. Keys are
 * compared byte by byte (collation "C"), as in SQLite. Documents are text: they are passed on as they were put.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE dueline.spaces (
    space             TEXT    COLLATE "C" NOT NULL PRIMARY KEY,
    epoch             TEXT    NOT NULL,
    version           BIGINT  NOT NULL,
    last_case_number  BIGINT  NOT NULL
  );

  -- sequence: order among the documents of one version only. It may have gaps and says nothing about commit order;
  -- that is what spaces.version is for.
  CREATE TABLE dueline.documents (
    space       TEXT     COLLATE "C" NOT NULL,
    collection  TEXT     COLLATE "C" NOT NULL,
    id          TEXT     COLLATE "C" NOT NULL,
    sequence    BIGINT   GENERATED ALWAYS AS IDENTITY,
    doc         TEXT,
    version     BIGINT   NOT NULL,
    deleted     BOOLEAN  NOT NULL,
    PRIMARY KEY (space, collection, id),
    CHECK ((doc IS NULL) = deleted)
  );
  CREATE INDEX documents_by_version ON dueline.documents (space, version, sequence);

  CREATE TABLE dueline.client_groups (
    space    TEXT  COLLATE "C" NOT NULL,
    id       TEXT  COLLATE "C" NOT NULL,
    user_id  TEXT  NOT NULL,
    PRIMARY KEY (space, id)
  );

  CREATE TABLE dueline.clients (
    space             TEXT    COLLATE "C" NOT NULL,
    id                TEXT    COLLATE "C" NOT NULL,
    group_id          TEXT    COLLATE "C" NOT NULL,
    last_mutation_id  BIGINT  NOT NULL,
    last_occurred_at  BIGINT,
    version           BIGINT  NOT NULL,
    PRIMARY KEY (space, id)
  );
  -- Without the version, which each mutation changes.
  CREATE INDEX clients_by_group ON dueline.clients (space, group_id);

  -- refusal: JSON of its code and message, since a message may quote any text; null when accepted.
  CREATE TABLE dueline.mutation_results (
    space        TEXT    COLLATE "C" NOT NULL,
    client_id    TEXT    COLLATE "C" NOT NULL,
    mutation_id  BIGINT  NOT NULL,
    name         TEXT    NOT NULL,
    hash         TEXT    NOT NULL,
    refusal      TEXT,
    version      BIGINT  NOT NULL,
    PRIMARY KEY (space, client_id, mutation_id)
  );
  CREATE INDEX refusals_by_version ON dueline.mutation_results (space, version) WHERE refusal IS NOT NULL;

  -- Looked up by the hash alone, which the space joins for the sake of distribution.
  CREATE TABLE dueline.tokens (
    hash     TEXT  COLLATE "C" NOT NULL,
    space    TEXT  COLLATE "C" NOT NULL,
    user_id  TEXT  NOT NULL,
    PRIMARY KEY (hash, space)
  );
  `,
  `
  CREATE TABLE dueline.origins (
    space        TEXT    COLLATE "C" NOT NULL PRIMARY KEY,
    desk         TEXT    NOT NULL,
    epoch        TEXT    NOT NULL,
    version      BIGINT  NOT NULL,
    taken_in_as  BIGINT  NOT NULL
  );
  `,
  `
  -- Tombstones up to this version may be gone.
  ALTER TABLE dueline.spaces ADD COLUMN horizon_version BIGINT NOT NULL DEFAULT 0;

  -- When a space was known to have had a version: what the age of tombstones and results is told by.
  CREATE TABLE dueline.version_times (
    space       TEXT    COLLATE "C" NOT NULL,
    version     BIGINT  NOT NULL,
    reached_at  BIGINT  NOT NULL,
    PRIMARY KEY (space, version)
  );

  CREATE INDEX tombstones_by_version ON dueline.documents (space, version) WHERE deleted;
  CREATE INDEX accepted_by_version ON dueline.mutation_results (space, version) WHERE refusal IS NULL;
  `,
];
