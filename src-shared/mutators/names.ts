import type { Actor } from '../cases/case-document.ts';
import type { UserId } from '../ids.ts';
import { isolated } from '../text/isolated.ts';
import type { MutatorTransaction } from './mutator.ts';

/** The name a sentence calls a user by. */
export async function userName(tx: MutatorTransaction, id: UserId): Promise<string> {
  return isolated((await tx.get('users', id))?.name ?? 'another agent');
}

/** What a sentence calls whoever did something. */
export async function actorName(tx: MutatorTransaction, actor: Actor): Promise<string> {
  switch (actor.kind) {
    case 'user':
      return userName(tx, actor.id);
    case 'contact':
      return isolated((await tx.get('contacts', actor.id))?.name ?? 'the customer');
    case 'system':
      return isolated(actor.name);
  }
}
