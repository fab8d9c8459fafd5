import { StorageError, type StorageProblem } from '../../../../src-backend/storage/storage.ts';

/** What the work fails with, which must be a `StorageError`. */
export async function problemOf(work: Promise<unknown>): Promise<{ problem: StorageProblem; message: string }> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StorageError)) throw new Error(`expected a StorageError, got ${String(error)}`);
  return { problem: error.problem, message: error.message };
}
