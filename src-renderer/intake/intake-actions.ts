import { v7 as newUuid } from 'uuid';
import { z } from 'zod';
import { caseIdSchema, type Emergency, type ServiceRequest } from '../../src-shared/cases/case-document.ts';
import { caseName } from '../../src-shared/cases/case-name.ts';
import type { AccountId, CaseId, ContactId, EpochMs, ProductId, UserId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { MutatorArgs } from '../../src-shared/mutators/registry.ts';
import type { StoredAction } from '../case/case-actions.ts';
import type { AttentionItem, Replica } from '../replica/replica.ts';

/** What the emergency form holds when it is sent. */
export interface PhonedEmergency {
  readonly calledAt: EpochMs;
  /** When it was sent, by the same clock. */
  readonly enteredAt: EpochMs;
  readonly subject: string;
  readonly text: string;
  readonly accountId: AccountId;
  readonly contactId: ContactId | null;
  readonly productId: ProductId | null;
  readonly severity: 1 | 2;
  readonly ownerId: UserId | null;
  readonly emergency: Emergency;
}

/** What takes cases in, and what belongs to their kinds. Each resolves when it is durably stored here, or says why not. */
export interface IntakeActions {
  openEmergency(
    made: PhonedEmergency,
    instead: AttentionItem | null,
  ): Promise<{ readonly caseId: CaseId; readonly outcome: Outcome }>;
  setRequest(caseId: CaseId, request: ServiceRequest, instead: AttentionItem | null): Promise<Outcome>;
  checkItem(caseId: CaseId, item: string, done: boolean): Promise<Outcome>;
  vote(caseId: CaseId, accountId: AccountId, withdrawn: boolean): Promise<Outcome>;
  saveMacro(macro: MutatorArgs<'save_macro'>): Promise<Outcome>;
  removeMacro(macroId: string, restore: boolean): Promise<Outcome>;
}

/** @param onStored called with each action on a case that went well. */
export function createIntakeActions(replica: Replica, onStored: (stored: StoredAction) => void): IntakeActions {
  const mutate: Replica['mutate'] = async (name, args, resolves) => {
    const outcome = await replica.mutate(name, args, resolves);
    const { data: ids } = storedIds.safeParse(args);
    if (outcome.accepted && ids !== undefined) onStored({ name, args: ids });
    return outcome;
  };
  const on = (caseId: CaseId) => {
    const doc = replica.get('cases', caseId);
    return { caseId, eventId: newUuid(), ...(doc === undefined ? {} : { knownAs: caseName(doc) }) };
  };
  return {
    async openEmergency(made, instead) {
      // Under the id it was to have: other actions may name it.
      const { data: before } = storedIds.safeParse(instead?.args);
      const caseId = caseIdSchema.parse(before?.caseId ?? newUuid());
      const outcome = await mutate('open_emergency', { ...made, caseId, eventId: newUuid() }, instead?.id);
      return { caseId, outcome };
    },
    setRequest: (caseId, request, instead) => mutate('set_request', { ...on(caseId), request }, instead?.id),
    checkItem: (caseId, item, done) => mutate('check_item', { ...on(caseId), item, done }),
    vote: (caseId, accountId, withdrawn) =>
      mutate('vote', { ...on(caseId), accountId, ...(withdrawn ? { withdrawn } : {}) }),
    saveMacro: (macro) => mutate('save_macro', macro),
    removeMacro: (macroId, restore) => mutate('remove_macro', { macroId, ...(restore ? { restore } : {}) }),
  };
}

const storedIds = z.object({ caseId: z.string(), eventId: z.string() });
