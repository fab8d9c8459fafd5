import { v7 as newUuid } from 'uuid';
import {
  type CaseKind,
  type Channel,
  caseIdSchema,
  type Priority,
  type Severity,
  type WaitingOn,
} from '../../src-shared/cases/case-document.ts';
import { lastCustomerMessage } from '../../src-shared/cases/last-message.ts';
import type { AccountId, CaseId, ContactId, ProductId, UserId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { DraftKind, Replica } from '../replica/replica.ts';

/** What the new case form holds when it is sent. */
export interface NewCase {
  readonly subject: string;
  readonly text: string;
  readonly accountId: AccountId;
  readonly contactId: ContactId | null;
  readonly channel: Channel;
  readonly priority: Priority;
  readonly severity: Severity | null;
  readonly kind: CaseKind | null;
  readonly productId: ProductId | null;
  readonly ownerId: UserId | null;
}

/** What an agent can do to cases. Every action resolves when it is durably stored here, or says why it is refused. */
export interface CaseActions {
  create(made: NewCase): Promise<{ readonly caseId: CaseId; readonly outcome: Outcome }>;
  claim(caseId: CaseId): Promise<Outcome>;
  release(caseId: CaseId): Promise<Outcome>;
  assign(caseId: CaseId, ownerId: UserId): Promise<Outcome>;
  setSeverity(
    caseId: CaseId,
    triage: { readonly severity: Severity; readonly kind: CaseKind | null; readonly productId: ProductId | null },
  ): Promise<Outcome>;
  changeAgreement(caseId: CaseId, agreement: string): Promise<Outcome>;
  send(caseId: CaseId, kind: DraftKind, text: string, connected: boolean): Promise<Outcome>;
  wait(caseId: CaseId, on: WaitingOn): Promise<Outcome>;
  resume(caseId: CaseId): Promise<Outcome>;
  resolve(caseId: CaseId, text: string): Promise<Outcome>;
  close(caseId: CaseId, text: string): Promise<Outcome>;
  reopen(caseId: CaseId, text: string): Promise<Outcome>;
}

export function createCaseActions(replica: Replica): CaseActions {
  const on = (caseId: CaseId) => ({ caseId, eventId: newUuid() });
  const remark = (text: string) => (text.trim() === '' ? {} : { text });
  return {
    async create(made) {
      const { severity, kind, productId, ...rest } = made;
      const caseId = caseIdSchema.parse(newUuid());
      const outcome = await replica.mutate('create_case', {
        ...rest,
        ...on(caseId),
        ...(severity === null ? {} : { severity }),
        ...(kind === null ? {} : { kind }),
        ...(productId === null ? {} : { productId }),
      });
      return { caseId, outcome };
    },
    claim: (caseId) => replica.mutate('claim', on(caseId)),
    release: (caseId) => replica.mutate('release', on(caseId)),
    assign: (caseId, ownerId) => replica.mutate('assign', { ...on(caseId), ownerId }),
    setSeverity: (caseId, { severity, kind, productId }) =>
      replica.mutate('set_severity', { ...on(caseId), severity, productId, ...(kind === null ? {} : { kind }) }),
    changeAgreement: (caseId, agreement) => replica.mutate('change_agreement', { ...on(caseId), agreement }),
    send(caseId, kind, text, connected) {
      if (kind === 'reply') return replica.mutate('message_customer', { ...on(caseId), text });
      if (kind === 'note') return replica.mutate('add_note', { ...on(caseId), text });
      return replica.mutate('log_call', { ...on(caseId), connected, text });
    },
    wait: (caseId, waitingOn) => replica.mutate('wait', { ...on(caseId), on: waitingOn }),
    resume: (caseId) => replica.mutate('resume', on(caseId)),
    resolve: (caseId, text) => replica.mutate('resolve', { ...on(caseId), ...remark(text) }),
    close: (caseId, text) => {
      const seen = lastCustomerMessage(replica.get('cases', caseId)?.events ?? []);
      return replica.mutate('close', {
        ...on(caseId),
        reason: 'resolved',
        seenMessageId: seen?.id ?? null,
        ...remark(text),
      });
    },
    reopen: (caseId, text) => replica.mutate('reopen', { ...on(caseId), ...remark(text) }),
  };
}
