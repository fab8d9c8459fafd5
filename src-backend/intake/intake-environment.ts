import type { Actor, CaseDocument } from '../../src-shared/cases/case-document.ts';
import type { EpochMs, SpaceId } from '../../src-shared/ids.ts';
import type { Clock } from '../clock.ts';
import type { Service } from '../identity/service-tokens.ts';
import type { PolicySource } from '../space/policy-source.ts';
import type { Storage, WriteTransaction } from '../storage/storage.ts';
import type { CaseNumbers } from './case-numbers.ts';

/** What the routes of other systems work with. */
export interface IntakeEnvironment {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly policy: PolicySource;
  readonly numbers: CaseNumbers;
}

/** Another system, and the space that its token is for. */
export interface Caller {
  readonly space: SpaceId;
  readonly service: Service;
}

/** Who did what comes from the system itself rather than from a contact. */
export function systemActor({ name }: Service): Actor {
  return { kind: 'system', name };
}

/** What happens by the desk's own rules, asked for by nobody. */
export const deskRule: Actor = { kind: 'system', name: 'Desk rule' };

/** What customers write counts when it is accepted, after all that the case has. */
export function acceptedOn(doc: CaseDocument, now: EpochMs): EpochMs {
  return doc.events.reduce((latest, { at }) => Math.max(latest, at), now);
}

/** What a rule shared with the agents' actions may touch. */
export function asMutation(tx: WriteTransaction) {
  return { get: tx.get.bind(tx), set: tx.put.bind(tx) };
}
