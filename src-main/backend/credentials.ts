import path from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import { jsonFile } from '../profile/json-file.ts';

const credentialsSchema = z.record(z.string(), z.string());

/** The tokens of backends elsewhere, by address. */
export interface Credentials {
  tokenFor(url: string): string | undefined;
  keep(url: string, token: string): void;
}

/**
 * Tokens are kept in the profile, encrypted with the operating system's key store. Where there is none (a Linux session
 * without a keyring, the stand-in) they stay in memory only, and the next start asks for the token again.
 */
export function openCredentials(profile: string): Credentials {
  const file = jsonFile(path.join(profile, 'credentials.json'), credentialsSchema);
  const inMemory = new Map<string, string>();
  return {
    tokenFor: (url) => inMemory.get(url) ?? decrypt(file.read()?.[url]),
    keep: (url, token) => {
      inMemory.set(url, token);
      if (!hasKeyStore()) return;
      file.write({ ...file.read(), [url]: safeStorage.encryptString(token).toString('base64') });
    },
  };
}

function decrypt(kept: string | undefined): string | undefined {
  if (kept === undefined || !hasKeyStore()) return undefined;
  try {
    return safeStorage.decryptString(Buffer.from(kept, 'base64'));
  } catch {
    // Encrypted for another user or machine: as good as none.
    return undefined;
  }
}

/** On Linux without a keyring Electron "encrypts" with a key that everybody knows: that counts as none. */
function hasKeyStore(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
}
