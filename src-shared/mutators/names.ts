import type { Actor } from '../cases/case-document.ts';
import type { UserId } from '../ids.ts';
import type { MutatorTransaction } from './mutator.ts';

/* What sentences call things. */

/** How a sentence begins about a case. */
export function caseName(doc: { readonly number: string | null }): string {
  return doc.number === null ? 'This new case' : `Case ${doc.number}`;
}

/** The name a sentence calls a user by. */
export async function userName(tx: MutatorTransaction, id: UserId): Promise<string> {
  return (await tx.get('users', id))?.name ?? 'another agent';
}

/** The name of a case within a sentence. */
export function inSentence(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** What a sentence calls whoever did something. */
export async function actorName(tx: MutatorTransaction, actor: Actor): Promise<string> {
  switch (actor.kind) {
    case 'user':
      return userName(tx, actor.id);
    case 'contact':
      return (await tx.get('contacts', actor.id))?.name ?? 'the customer';
    case 'system':
      return actor.name;
  }
}
