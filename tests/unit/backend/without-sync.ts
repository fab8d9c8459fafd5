/*
 * Loaded before the backend by its flush test (`node --import`): SQLite is never told to sync, so that the test can be
 * seen to notice.
 */
import { DatabaseSync } from 'node:sqlite';

const execute = DatabaseSync.prototype.exec;
DatabaseSync.prototype.exec = function (sql) {
  return execute.call(this, sql.replace('synchronous = FULL', 'synchronous = OFF'));
};
