import type { SpaceId } from '../../src-shared/ids.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { policyDocumentId } from '../../src-shared/sync/collections.ts';
import type { ReadTransaction, Storage } from '../storage/storage.ts';

/** The policy in force, parsed once per change of it, so that what is compiled from it is found again. */
export class PolicySource {
  /** By epoch, which no two spaces share. */
  readonly #known = new Map<string, { readonly version: number; readonly policy: Policy }>();

  /** @throws {Error} if the space has no policy; `storePolicy` gives it one. */
  async current(tx: ReadTransaction): Promise<Policy> {
    const { epoch } = tx;
    const version = await tx.versionOf('policy', policyDocumentId);
    const known = this.#known.get(epoch);
    if (known !== undefined && known.version === version) return known.policy;
    const policy = await tx.get('policy', policyDocumentId);
    if (policy === undefined || version === undefined) throw new Error('This space has no policy.');
    // One that this very transaction wrote may yet be rolled back.
    if (version < tx.version) this.#known.set(epoch, { version, policy });
    return policy;
  }
}

/** Puts the policy in force. Writes nothing if it is in force already. */
export function storePolicy(storage: Storage, space: SpaceId, policy: Policy): Promise<void> {
  return storage.write(space, (tx) => tx.put('policy', policyDocumentId, policy));
}
