import path from 'node:path';
import { z } from 'zod';
import { jsonFile } from './json-file.ts';

const choiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('embedded') }),
  z.object({ kind: z.literal('remote'), url: z.string() }),
]);
/** Which backend a profile's copy of the cases belongs to. */
export type BackendChoice = z.infer<typeof choiceSchema>;

export type ChosenBackend =
  | { readonly ok: true; readonly choice: BackendChoice }
  | { readonly ok: false; readonly message: string };

/**
 * The backend that was asked for, else the one of last time, else the embedded one.
 * A profile never changes between the embedded backend and one elsewhere: what is not sent yet would go to the wrong one.
 */
export function chooseBackend(server: string | null, remembered: BackendChoice | undefined): ChosenBackend {
  if (server === null) return { ok: true, choice: remembered ?? { kind: 'embedded' } };
  if (remembered?.kind === 'embedded') {
    return {
      ok: false,
      message: `This profile keeps its cases on this computer. To work with ${server}, name another folder with --profile.`,
    };
  }
  return { ok: true, choice: { kind: 'remote', url: server } };
}

/** Reads and writes the choice in the profile. */
export function rememberedBackend(profile: string) {
  return jsonFile(path.join(profile, 'backend.json'), choiceSchema);
}
