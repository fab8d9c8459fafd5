import { closeReasonSchema } from '../../src-shared/cases/case-document.ts';
import type { CustomerClockName } from '../../src-shared/cases/case-state.ts';
import type { CloseReason, ClosingEvidence } from '../../src-shared/closure/checklist.ts';
import type { EpochMs } from '../../src-shared/ids.ts';

/** What somebody who ends a case chose and wrote; an empty text or null is nothing. */
export interface ClosingForm {
  readonly reason: CloseReason;
  readonly rootCause: string;
  readonly ticketRef: string;
  readonly who: string;
  readonly agreedAt: EpochMs | null;
  readonly how: string;
  readonly closureCode: string;
  readonly breachReasons: Readonly<Partial<Record<CustomerClockName, string>>>;
  readonly text: string;
}

/** The reasons in the order of the policy, (a) to (d); the digits 1 to 4 choose them. */
export const reasonsInOrder: readonly CloseReason[] = closeReasonSchema.options;

/** What a closing with this form brings as evidence. */
export function evidenceIn(form: ClosingForm): ClosingEvidence {
  return {
    ...(form.reason === 'development' && form.ticketRef !== '' ? { ticketRef: form.ticketRef } : {}),
    ...(form.reason === 'agreement' ? { agreed: { who: form.who, at: form.agreedAt, how: form.how } } : {}),
    ...(form.closureCode === '' ? {} : { closureCode: form.closureCode }),
  };
}
