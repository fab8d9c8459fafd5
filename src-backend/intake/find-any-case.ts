import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import type { SpaceId } from '../../src-shared/ids.ts';
import { ApiError } from '../http/api-error.ts';
import type { IntakeEnvironment } from './intake-environment.ts';

/**
 * The case of that id or number.
 *
 * @throws {ApiError} `not_found`
 */
export async function findAnyCase(
  { storage, numbers }: IntakeEnvironment,
  space: SpaceId,
  named: string,
  path?: string,
): Promise<CaseDocument> {
  const byId = await storage.read(space, (tx) => tx.get('cases', named));
  if (byId !== undefined) return byId;
  const id = await numbers.find(space, named);
  const byNumber = id === undefined ? undefined : await storage.read(space, (tx) => tx.get('cases', id));
  if (byNumber !== undefined) return byNumber;
  throw new ApiError('not_found', `There is no case "${named}" here.`, path === undefined ? {} : { path });
}
