/* Every statement of the adapter, in the order of the port. Migrations are in schema.ts. */

/** A statement that each connection prepares once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /** What $1, $2 … stand for. */
  readonly parameters: readonly string[];
}

/* Transactions */

export const beginRead = `
  BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
  -- An export waits for its reader as long as that takes.
  SET LOCAL idle_in_transaction_session_timeout = 0`;

/**
 * Read committed: each statement after the lock sees what was committed before the lock was given. A snapshot taken
 * at the beginning would be older than the version that the lock waited for.
 */
export const beginWrite = 'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE';
export const commit = 'COMMIT';
export const rollBack = 'ROLLBACK';

export const beginAttempt = 'SAVEPOINT attempt';
export const keepAttempt = 'RELEASE attempt';
export const undoAttempt = 'ROLLBACK TO attempt; RELEASE attempt';

/* Spaces */

export const findSpace = statement(
  'find_space',
  `SELECT epoch, version, horizon_version FROM dueline.spaces WHERE space = :space`,
);

/** The first statement of each writing transaction: who holds the row makes the next version. */
export const lockSpace = statement(
  'lock_space',
  `SELECT epoch, version, horizon_version, last_case_number FROM dueline.spaces WHERE space = :space FOR UPDATE`,
);

export const addSpace = statement(
  'add_space',
  `INSERT INTO dueline.spaces (space, epoch, version, last_case_number) VALUES (:space, :epoch, 0, 0)
   ON CONFLICT (space) DO NOTHING`,
);

/** Tells the other processes too: delivered when the transaction commits, and only then. */
export const setSpaceVersion = statement(
  'set_space_version',
  `UPDATE dueline.spaces SET version = :version, last_case_number = :lastCaseNumber WHERE space = :space
   RETURNING pg_notify('dueline', :payload)`,
);

export const listen = 'LISTEN dueline; LISTEN dueline_signals';

export const signalChannel = 'dueline_signals';
export const signal = `SELECT pg_notify('${signalChannel}', $1)`;

export const allSpaces = statement('all_spaces', `SELECT space, version FROM dueline.spaces`);

export const raiseCaseNumber = statement(
  'raise_case_number',
  `UPDATE dueline.spaces SET last_case_number = :lastCaseNumber WHERE space = :space`,
);

/* Documents */

export const getDocument = statement(
  'get_document',
  `SELECT doc FROM dueline.documents
   WHERE space = :space AND collection = :collection AND id = :id AND NOT deleted`,
);

export const getDocumentVersion = statement(
  'get_document_version',
  `SELECT version FROM dueline.documents
   WHERE space = :space AND collection = :collection AND id = :id AND NOT deleted`,
);

export const listDocuments = statement(
  'list_documents',
  `SELECT id, doc FROM dueline.documents
   WHERE space = :space AND collection = :collection AND id > :after AND NOT deleted
   ORDER BY id LIMIT :limit`,
);

/** An equal document is left alone, so that writing the same twice changes nothing. */
export const putDocument = statement(
  'put_document',
  `INSERT INTO dueline.documents AS known (space, collection, id, doc, version, deleted)
   VALUES (:space, :collection, :id, :doc, :version, false)
   ON CONFLICT (space, collection, id) DO UPDATE
   SET doc = excluded.doc, version = excluded.version, deleted = false
   WHERE known.doc IS DISTINCT FROM excluded.doc`,
);

export const deleteDocument = statement(
  'delete_document',
  `UPDATE dueline.documents SET doc = NULL, version = :version, deleted = true
   WHERE space = :space AND collection = :collection AND id = :id AND NOT deleted`,
);

/**
 * The next documents, until their bytes reach :bytes. A character of JavaScript is never more than its bytes, so this
 * may end before a page is full, but never sends much more than a page.
 */
export const changesAfter = statement(
  'changes_after',
  `SELECT sequence, collection, id, doc, version, deleted
   FROM (
     SELECT sequence, collection, id, doc, version, deleted,
            sum(octet_length(doc)) OVER (ORDER BY version, sequence ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
              AS bytes_before
     FROM dueline.documents
     WHERE space = :space AND (version, sequence) > (:version, :sequence)
     ORDER BY version, sequence LIMIT :limit
   ) AS page
   WHERE coalesce(bytes_before, 0) < :bytes
   ORDER BY version, sequence`,
);

export const countChangesAfter = statement(
  'count_changes_after',
  `SELECT count(*) AS count FROM dueline.documents WHERE space = :space AND version > :version AND NOT deleted`,
);

/* Clients and their mutations */

export const findGroupOwner = statement(
  'find_group_owner',
  `SELECT user_id FROM dueline.client_groups WHERE space = :space AND id = :group`,
);

export const findClient = statement(
  'find_client',
  `SELECT id, group_id, last_mutation_id, last_occurred_at FROM dueline.clients WHERE space = :space AND id = :client`,
);

export const clientsChangedAfter = statement(
  'clients_changed_after',
  `SELECT id, group_id, last_mutation_id, last_occurred_at FROM dueline.clients
   WHERE space = :space AND group_id = :group AND version > :version
   ORDER BY id`,
);

/** The group keeps its first owner. */
export const recordMutation = statement(
  'record_mutation',
  `WITH owned AS (
     INSERT INTO dueline.client_groups (space, id, user_id) VALUES (:space, :group, :user)
     ON CONFLICT (space, id) DO NOTHING
   ), counted AS (
     INSERT INTO dueline.clients (space, id, group_id, last_mutation_id, last_occurred_at, version)
     VALUES (:space, :client, :group, :lastMutationId, :lastOccurredAt, :version)
     ON CONFLICT (space, id) DO UPDATE
     SET last_mutation_id = excluded.last_mutation_id,
         last_occurred_at = excluded.last_occurred_at,
         version = excluded.version
   )
   INSERT INTO dueline.mutation_results (space, client_id, mutation_id, name, hash, refusal, version)
   VALUES (:space, :resultClient, :mutation, :name, :hash, :refusal, :version)`,
);

export const findResult = statement(
  'find_result',
  `SELECT client_id, mutation_id, name, hash, refusal FROM dueline.mutation_results
   WHERE space = :space AND client_id = :client AND mutation_id = :mutation`,
);

export const refusalsAfter = statement(
  'refusals_after',
  `SELECT r.client_id, r.mutation_id, r.name, r.hash, r.refusal
   FROM dueline.mutation_results r JOIN dueline.clients c ON c.space = r.space AND c.id = r.client_id
   WHERE r.space = :space AND r.version > :version AND r.refusal IS NOT NULL AND c.group_id = :group
   ORDER BY r.version`,
);

/* What is old */

export const versionAt = statement(
  'version_at',
  `SELECT coalesce(max(version), 0) AS version FROM dueline.version_times WHERE space = :space AND reached_at <= :at`,
);

/** A version that was there before keeps its time. */
export const markTime = statement(
  'mark_time',
  `INSERT INTO dueline.version_times (space, version, reached_at) VALUES (:space, :version, :at)
   ON CONFLICT (space, version) DO NOTHING`,
);

export const forgetTimes = statement(
  'forget_times',
  `DELETE FROM dueline.version_times WHERE space = :space AND version < :version`,
);

export const pruneTombstones = statement(
  'prune_tombstones',
  `DELETE FROM dueline.documents WHERE (space, collection, id) IN (
     SELECT space, collection, id FROM dueline.documents
     WHERE space = :space AND deleted AND version <= :version
     ORDER BY version LIMIT :limit
   )
   RETURNING version`,
);

export const raiseHorizon = statement(
  'raise_horizon',
  `UPDATE dueline.spaces SET horizon_version = :version WHERE space = :space AND horizon_version < :version`,
);

export const pruneResults = statement(
  'prune_results',
  `DELETE FROM dueline.mutation_results WHERE (space, client_id, mutation_id) IN (
     SELECT r.space, r.client_id, r.mutation_id
     FROM dueline.mutation_results r JOIN dueline.clients c ON c.space = r.space AND c.id = r.client_id
     WHERE r.space = :space AND r.refusal IS NULL AND r.version <= :version
       AND r.mutation_id <= c.last_mutation_id - :kept
     ORDER BY r.version LIMIT :limit
   )`,
);

/* Tokens */

export const addToken = statement(
  'add_token',
  `INSERT INTO dueline.tokens (hash, space, user_id) VALUES (:hash, :space, :user)`,
);

export const findToken = statement('find_token', `SELECT hash, space, user_id FROM dueline.tokens WHERE hash = :hash`);

export const tokenHolders = statement(
  'token_holders',
  `SELECT DISTINCT user_id COLLATE "C" AS user_id FROM dueline.tokens WHERE space = :space ORDER BY user_id`,
);

export const takeTokens = statement(
  'take_tokens',
  `UPDATE dueline.tokens SET space = :space WHERE space = :from AND user_id = :user`,
);

export const removeTokens = statement(
  'remove_tokens',
  `DELETE FROM dueline.tokens WHERE space = :space AND user_id = :user`,
);

/* Whole spaces */

export const groupsAfterId = statement(
  'groups_after_id',
  `SELECT id, user_id FROM dueline.client_groups WHERE space = :space AND id > :after ORDER BY id LIMIT :limit`,
);

export const clientsAfterId = statement(
  'clients_after_id',
  `SELECT id, group_id, last_mutation_id, last_occurred_at, version FROM dueline.clients
   WHERE space = :space AND id > :after ORDER BY id LIMIT :limit`,
);

export const resultsAfterId = statement(
  'results_after_id',
  `SELECT client_id, mutation_id, name, hash, refusal, version FROM dueline.mutation_results
   WHERE space = :space AND (client_id, mutation_id) > (:after, :mutation)
   ORDER BY client_id, mutation_id LIMIT :limit`,
);

export const findLastCaseNumber = statement(
  'find_last_case_number',
  `SELECT last_case_number FROM dueline.spaces WHERE space = :space`,
);

export const findOrigin = statement(
  'find_origin',
  `SELECT desk, epoch, version, taken_in_as FROM dueline.origins WHERE space = :space`,
);

export const emptySpace: readonly Statement[] = [
  statement('empty_documents', `DELETE FROM dueline.documents WHERE space = :space`),
  statement('empty_client_groups', `DELETE FROM dueline.client_groups WHERE space = :space`),
  statement('empty_clients', `DELETE FROM dueline.clients WHERE space = :space`),
  statement('empty_mutation_results', `DELETE FROM dueline.mutation_results WHERE space = :space`),
  statement('empty_version_times', `DELETE FROM dueline.version_times WHERE space = :space`),
];

export const setEpoch = statement('set_epoch', `UPDATE dueline.spaces SET epoch = :epoch WHERE space = :space`);

export const putOrigin = statement(
  'put_origin',
  `INSERT INTO dueline.origins (space, desk, epoch, version, taken_in_as)
   VALUES (:space, :desk, :epoch, :version, :takenInAs)
   ON CONFLICT (space) DO UPDATE
   SET desk = excluded.desk, epoch = excluded.epoch, version = excluded.version, taken_in_as = excluded.taken_in_as`,
);

export const addDocument = statement(
  'add_document',
  `INSERT INTO dueline.documents (space, collection, id, doc, version, deleted)
   VALUES (:space, :collection, :id, :doc, :version, :deleted)`,
);

export const addGroup = statement(
  'add_group',
  `INSERT INTO dueline.client_groups (space, id, user_id) VALUES (:space, :group, :user)`,
);

export const addClient = statement(
  'add_client',
  `INSERT INTO dueline.clients (space, id, group_id, last_mutation_id, last_occurred_at, version)
   VALUES (:space, :client, :group, :lastMutationId, :lastOccurredAt, :version)`,
);

export const addResult = statement(
  'add_result',
  `INSERT INTO dueline.mutation_results (space, client_id, mutation_id, name, hash, refusal, version)
   VALUES (:space, :client, :mutation, :name, :hash, :refusal, :version)`,
);

/** Puts $1, $2 … in the place of `:name`, the same number for the same name. */
function statement(name: string, sql: string): Statement {
  const parameters: string[] = [];
  const text = sql.replace(/:([a-z]\w*)/gi, (_, parameter: string) => {
    if (!parameters.includes(parameter)) parameters.push(parameter);
    return `$${parameters.indexOf(parameter) + 1}`;
  });
  return { name, text, parameters };
}
