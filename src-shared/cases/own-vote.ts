import type { AccountId } from '../ids.ts';
import type { CaseEventBody, CaseKind } from './case-document.ts';

/**
 * Who asks for an enhancement has voted for it (published policy: enhancement requests with votes per account), however
 * the case becomes one: opened as such by an agent or the portal, or turned into one at triage. Nothing where it was one
 * before, so that a vote that was withdrawn stays so, or where the account has its vote already.
 */
export function ownVote(
  kind: CaseKind | undefined,
  accountId: AccountId,
  before: { readonly kind: CaseKind | null; readonly votes: readonly AccountId[] } = { kind: null, votes: [] },
): readonly Extract<CaseEventBody, { type: 'voted' }>[] {
  const becomesOne = kind === 'enhancement' && before.kind !== 'enhancement';
  return becomesOne && !before.votes.includes(accountId) ? [{ type: 'voted', accountId }] : [];
}
