import { safeStorage } from 'electron';

/** Encrypts with a key that only this user of this computer has. */
export interface KeyStore {
  /** Null where it would be kept as good as readable: there is no key store, or only a key that everybody knows. */
  encrypt(text: string): Promise<Buffer | null>;
  /** Null for what was encrypted elsewhere or with a key that is out of reach now. */
  decrypt(encrypted: Buffer): Promise<{ readonly text: string; readonly isOutdated: boolean } | null>;
}

/** What of Electron's key store is used. */
export type SystemKeys = Pick<
  typeof safeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>;

/** The key store of the operating system. It may ask the user to unlock it, so nothing waits for it. */
export function systemKeyStore(platform: string, keys: SystemKeys = safeStorage): KeyStore {
  return {
    async encrypt(text) {
      try {
        if (!(await keys.isAsyncEncryptionAvailable())) return null;
        const encrypted = await keys.encryptStringAsync(text);
        return isReadable(platform, encrypted, text) ? null : encrypted;
      } catch {
        return null;
      }
    },
    async decrypt(encrypted) {
      try {
        if (isReadable(platform, encrypted, '')) return null;
        const { result, shouldReEncrypt } = await keys.decryptStringAsync(encrypted);
        return { text: result, isOutdated: shouldReEncrypt };
      } catch {
        return null;
      }
    },
  };
}

/**
 * On a Linux session without a key store Electron falls back to a key that stands in its source, and the asynchronous
 * calls do not say so: what was encrypted by it begins with `v10`. On macOS that mark is the keychain's.
 */
function isReadable(platform: string, encrypted: Buffer, text: string): boolean {
  if (platform === 'linux' && encrypted.subarray(0, 3).toString('latin1') === 'v10') return true;
  return text !== '' && encrypted.includes(text);
}
