import path from 'node:path';
import { type MovedMark, movedMarkName, movedMarkSchema } from '../../src-shared/sync/moving.ts';
import { type JsonFile, jsonFile } from '../profile/json-file.ts';
import type { BackendChoice } from '../profile/remembered-backend.ts';

/** The folder of the embedded backend's data. */
export function dataFolder(profile: string): string {
  return path.join(profile, 'data');
}

/**
 * Says in the data itself that its desk is elsewhere now. Writing it is the instant of the move: before it the desk is
 * here, with it there, whatever else a crash kept from being written.
 */
export function movedMark(profile: string): JsonFile<MovedMark> {
  return jsonFile(path.join(dataFolder(profile), movedMarkName), movedMarkSchema);
}

/** Which backend the profile worked with last, even if the app ended while its desk was moved. */
export function afterMove(
  remembered: BackendChoice | undefined,
  mark: MovedMark | undefined,
): BackendChoice | undefined {
  if (mark === undefined || remembered?.kind === 'remote') return remembered;
  return { kind: 'remote', url: mark.url };
}
