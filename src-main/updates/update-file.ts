import path from 'node:path';
import { z } from 'zod';
import { type JsonFile, jsonFile } from '../profile/json-file.ts';

const updateFileSchema = z.strictObject({
  /** The version whose news were seen last. */
  newsOf: z.string(),
  /** The version that was handed to the installer and has not run yet. */
  installing: z.string().nullable(),
  /** Tells this computer from others when a version goes to some of them first; it is sent to nobody. */
  computer: z.string(),
});
/** What a profile remembers of updates. */
export type UpdateFile = z.infer<typeof updateFileSchema>;

export function updateFile(profile: string): JsonFile<UpdateFile> {
  return jsonFile(path.join(profile, 'updates.json'), updateFileSchema);
}
