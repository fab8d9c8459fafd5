/* Every statement of the adapter, in the order of the port. Migrations are in schema.ts. */

export const findSpace = `
  SELECT epoch, version, horizon_version FROM spaces WHERE id = :space`;

export const addSpace = `
  INSERT INTO spaces (id, epoch, version, last_case_number) VALUES (:space, :epoch, 0, 0)
  ON CONFLICT (id) DO NOTHING`;

export const setSpaceVersion = `
  UPDATE spaces SET version = :version WHERE id = :space`;

export const allSpaces = `
  SELECT id, version FROM spaces`;

export const nextCaseNumber = `
  UPDATE spaces SET last_case_number = last_case_number + 1 WHERE id = :space RETURNING last_case_number`;

export const raiseCaseNumber = `
  UPDATE spaces SET last_case_number = :number WHERE id = :space AND last_case_number < :number`;

export const getDocument = `
  SELECT doc FROM documents WHERE space = :space AND collection = :collection AND id = :id AND deleted = 0`;

export const getDocumentVersion = `
  SELECT version FROM documents WHERE space = :space AND collection = :collection AND id = :id AND deleted = 0`;

export const listDocuments = `
  SELECT id, doc FROM documents
  WHERE space = :space AND collection = :collection AND id > :after AND deleted = 0
  ORDER BY id LIMIT :limit`;

/** An equal document is left alone, so that writing the same twice changes nothing. */
export const putDocument = `
  INSERT INTO documents (space, collection, id, doc, version, deleted)
  VALUES (:space, :collection, :id, :doc, :version, 0)
  ON CONFLICT (space, collection, id) DO UPDATE
  SET doc = excluded.doc, version = excluded.version, deleted = 0
  WHERE doc IS NOT excluded.doc`;

export const deleteDocument = `
  UPDATE documents SET doc = NULL, version = :version, deleted = 1
  WHERE space = :space AND collection = :collection AND id = :id AND deleted = 0`;

export const changesAfter = `
  SELECT sequence, collection, id, doc, version, deleted FROM documents
  WHERE space = :space AND (version, sequence) > (:version, :sequence)
  ORDER BY version, sequence LIMIT :limit`;

export const countChangesAfter = `
  SELECT count(*) AS count FROM documents WHERE space = :space AND version > :version AND deleted = 0`;

export const findGroupOwner = `
  SELECT user_id FROM client_groups WHERE space = :space AND id = :group`;

export const addGroup = `
  INSERT INTO client_groups (space, id, user_id) VALUES (:space, :group, :user)
  ON CONFLICT (space, id) DO NOTHING`;

export const findClient = `
  SELECT id, group_id, last_mutation_id, last_occurred_at FROM clients WHERE space = :space AND id = :client`;

export const clientsChangedAfter = `
  SELECT id, group_id, last_mutation_id, last_occurred_at FROM clients
  WHERE space = :space AND group_id = :group AND version > :version
  ORDER BY id`;

export const putClient = `
  INSERT INTO clients (space, id, group_id, last_mutation_id, last_occurred_at, version)
  VALUES (:space, :client, :group, :lastMutationId, :lastOccurredAt, :version)
  ON CONFLICT (space, id) DO UPDATE
  SET last_mutation_id = excluded.last_mutation_id,
      last_occurred_at = excluded.last_occurred_at,
      version = excluded.version`;

export const findResult = `
  SELECT client_id, mutation_id, name, hash, refusal_code, refusal_message FROM mutation_results
  WHERE space = :space AND client_id = :client AND mutation_id = :mutation`;

export const addResult = `
  INSERT INTO mutation_results (space, client_id, mutation_id, name, hash, refusal_code, refusal_message, version)
  VALUES (:space, :client, :mutation, :name, :hash, :code, :message, :version)`;

export const refusalsAfter = `
  SELECT r.client_id, r.mutation_id, r.name, r.hash, r.refusal_code, r.refusal_message
  FROM mutation_results r JOIN clients c ON c.space = r.space AND c.id = r.client_id
  WHERE r.space = :space AND r.version > :version AND r.refusal_code IS NOT NULL AND c.group_id = :group
  ORDER BY r.version`;

export const versionAt = `
  SELECT coalesce(max(version), 0) AS version FROM version_times WHERE space = :space AND reached_at <= :at`;

/** A version that was there before keeps its time. */
export const markTime = `
  INSERT INTO version_times (space, version, reached_at) VALUES (:space, :version, :at)
  ON CONFLICT (space, version) DO NOTHING`;

export const forgetTimes = `
  DELETE FROM version_times WHERE space = :space AND version < :version`;

export const pruneTombstones = `
  DELETE FROM documents WHERE sequence IN (
    SELECT sequence FROM documents
    WHERE space = :space AND deleted = 1 AND version <= :version
    ORDER BY version LIMIT :limit
  )
  RETURNING version`;

export const raiseHorizon = `
  UPDATE spaces SET horizon_version = :version WHERE id = :space AND horizon_version < :version`;

export const pruneResults = `
  DELETE FROM mutation_results WHERE (space, client_id, mutation_id) IN (
    SELECT r.space, r.client_id, r.mutation_id
    FROM mutation_results r JOIN clients c ON c.space = r.space AND c.id = r.client_id
    WHERE r.space = :space AND r.refusal_code IS NULL AND r.version <= :version
      AND r.mutation_id <= c.last_mutation_id - :kept
    ORDER BY r.version LIMIT :limit
  )`;

export const addToken = `
  INSERT INTO tokens (hash, space, user_id) VALUES (:hash, :space, :user)`;

export const findToken = `
  SELECT hash, space, user_id FROM tokens WHERE hash = :hash`;

export const tokenHolders = `
  SELECT DISTINCT user_id FROM tokens WHERE space = :space ORDER BY user_id`;

export const takeTokens = `
  UPDATE tokens SET space = :space WHERE space = :from AND user_id = :user`;

export const removeTokens = `
  DELETE FROM tokens WHERE space = :space AND user_id = :user`;

/* Whole spaces */

export const groupsAfterId = `
  SELECT id, user_id FROM client_groups WHERE space = :space AND id > :after ORDER BY id LIMIT :limit`;

export const clientsAfterId = `
  SELECT id, group_id, last_mutation_id, last_occurred_at, version FROM clients
  WHERE space = :space AND id > :after ORDER BY id LIMIT :limit`;

export const resultsAfterId = `
  SELECT client_id, mutation_id, name, hash, refusal_code, refusal_message, version FROM mutation_results
  WHERE space = :space AND (client_id, mutation_id) > (:after, :mutation)
  ORDER BY client_id, mutation_id LIMIT :limit`;

export const findLastCaseNumber = `
  SELECT last_case_number FROM spaces WHERE id = :space`;

export const findOrigin = `
  SELECT desk, epoch, version, taken_in_as FROM origins WHERE space = :space`;

export const emptySpace: readonly string[] = [
  `DELETE FROM documents WHERE space = :space`,
  `DELETE FROM client_groups WHERE space = :space`,
  `DELETE FROM clients WHERE space = :space`,
  `DELETE FROM mutation_results WHERE space = :space`,
  `DELETE FROM version_times WHERE space = :space`,
];

export const setEpoch = `
  UPDATE spaces SET epoch = :epoch WHERE id = :space`;

export const putOrigin = `
  INSERT INTO origins (space, desk, epoch, version, taken_in_as) VALUES (:space, :desk, :epoch, :version, :takenInAs)
  ON CONFLICT (space) DO UPDATE
  SET desk = excluded.desk, epoch = excluded.epoch, version = excluded.version, taken_in_as = excluded.taken_in_as`;

export const addDocument = `
  INSERT INTO documents (space, collection, id, doc, version, deleted)
  VALUES (:space, :collection, :id, :doc, :version, :deleted)`;
