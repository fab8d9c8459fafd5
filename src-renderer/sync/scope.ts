import type { EpochMs } from '../../src-shared/ids.ts';
import type { Identity, Refusal } from '../../src-shared/sync/protocol.ts';
import type { AttentionRow, DraftRow, StoreChange } from './client-store.ts';
import type { Transport } from './transport.ts';

/*
 * Who acts, and in which space: nothing of one scope is shown or sent in another.
 */

/** The name under which a draft is kept that lost its case. It is no action: nobody finished it. */
export const draftName = 'draft';

/** Whether what one had waiting can go out as the other. A desk that moved house is the same under another name. */
export function isSameScope(a: Identity, b: Identity): boolean {
  return a.user.id === b.user.id && isSameSpace(a, b);
}

function isSameSpace(a: Identity, b: Identity): boolean {
  return a.space === b.space || (a.desk !== undefined && a.desk === b.desk);
}

/**
 * Why an action of before cannot go out from here. It may have arrived all the same, and only the answer was lost:
 * then its entry is in the case.
 */
export function otherScopeRefusal(before: Identity, now: Identity): Refusal {
  const [doneBy, signedIn] = [before.user.name, now.user.name];
  if (before.user.id !== now.user.id) {
    const message = `Done as ${doneBy}, and not confirmed by the backend before ${signedIn} signed in. It cannot be sent as ${doneBy} from here any more.`;
    return { code: 'other_user', message };
  }
  const message = `Done in the space "${before.space}", and not confirmed by the backend before you were moved to "${now.space}". It cannot be sent from here any more.`;
  return { code: 'other_space', message };
}

/** Why an action cannot go out of which nobody knows any more who did it. */
export const unknownOwnerRefusal: Refusal = {
  code: 'other_user',
  message:
    'Kept by an earlier version of Dueline without a note of who did it, and not confirmed by the backend. Do it again if it is yours and missing.',
};

/** What else of a scope must not stay when another one begins; the text of drafts is kept for who wrote them. */
export function leavingScope(
  before: Identity,
  now: Identity,
  drafts: readonly DraftRow[],
  at: EpochMs,
): Required<Pick<StoreChange, 'meta' | 'removeDrafts' | 'putAttention'>> {
  const left = isSameSpace(before, now) ? [] : drafts;
  const refusal: Refusal = {
    code: 'other_space',
    message: `A draft for a case of the space "${before.space}", which you do not see any more.`,
  };
  return {
    meta: { queueSnapshot: null },
    removeDrafts: left.map(({ caseId }) => caseId),
    putAttention: left.map(
      ({ caseId, kind, text }): AttentionRow => ({
        id: `draft:${caseId}:${at}`,
        name: draftName,
        args: { caseId, kind, text },
        refusal,
        at,
      }),
    ),
  };
}

/** Names the space in each request, so that none is answered in another one because the access moved meanwhile. */
export function inSpace(transport: Transport, identity: () => Identity | null): Transport {
  const scoped = <Request extends object>(request: Request): Request & { space?: string } => {
    const space = identity()?.space;
    return space === undefined ? request : { ...request, space };
  };
  return {
    me: (signal) => transport.me(signal),
    push: (request, signal) => transport.push(scoped(request), signal),
    pull: (request, signal) => transport.pull(scoped(request), signal),
    load: (request, ...rest) => transport.load(scoped(request), ...rest),
    stream: (listener) => transport.stream(listener),
  };
}
