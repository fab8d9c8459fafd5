import path from 'node:path';
import { z } from 'zod';
import { jsonFile } from '../profile/json-file.ts';
import type { KeyStore } from './key-store.ts';

const credentialsSchema = z.record(z.string(), z.string());

/** The tokens of backends elsewhere, by address. */
export interface Credentials {
  /** Whether a token outlasts this run of the app. */
  areKept(): Promise<boolean>;
  tokenFor(url: string): Promise<string | undefined>;
  /** @throws if there is a key store, but the disk takes nothing; the token holds until the app ends. */
  keep(url: string, token: string): Promise<void>;
}

/**
 * Tokens are kept in the profile, encrypted with the operating system's key store. Where that would leave them readable
 * they are refused: they stay in memory, and the next start asks for the token again.
 */
export function openCredentials(profile: string, keyStore: KeyStore): Credentials {
  const file = jsonFile(path.join(profile, 'credentials.json'), credentialsSchema);
  const inMemory = new Map<string, string>();

  async function keep(url: string, token: string): Promise<void> {
    inMemory.set(url, token);
    const encrypted = await keyStore.encrypt(token);
    const { [url]: _earlier, ...others } = file.read() ?? {};
    // An earlier token that can be decrypted no more must not come back either.
    if (encrypted !== null) file.write({ ...others, [url]: encrypted.toString('base64') });
    else if (_earlier !== undefined) file.write(others);
  }

  return {
    areKept: async () => (await keyStore.encrypt('Whether this can be read?')) !== null,
    async tokenFor(url) {
      const known = inMemory.get(url);
      if (known !== undefined) return known;
      const kept = file.read()?.[url];
      const decrypted = kept === undefined ? null : await keyStore.decrypt(Buffer.from(kept, 'base64'));
      if (decrypted === null) return undefined;
      inMemory.set(url, decrypted.text);
      // The key was changed: with the new one, the old one may be forgotten.
      if (decrypted.isOutdated) await keep(url, decrypted.text).catch(() => {});
      return decrypted.text;
    },
    keep,
  };
}
