import { useMemo } from 'react';
import { duplicateFinder } from '../../src-shared/intake/duplicates.ts';
import { statusNames } from '../case/names.ts';
import { firstText } from '../guidance/guidance-of.ts';
import type { QueueIndex } from '../queue/queue-index.ts';
import type { OfferedDuplicate } from './Duplicates.tsx';

/**
 * Open cases of an account that could be the same as what is typed. The account's cases are gone through when it is
 * chosen, not at each key.
 */
export function useDuplicates(
  index: QueueIndex | null,
  accountId: string,
  subject: string,
  text: string,
): readonly OfferedDuplicate[] {
  const find = useMemo(() => {
    const cases = (accountId === '' ? [] : (index?.filtered('open', '') ?? [])).flatMap((entry) =>
      entry.doc.accountId === accountId
        ? [
            {
              id: entry.id,
              subject: entry.doc.subject,
              text: firstText(entry.doc),
              openedAt: entry.state.openedAt,
              number: entry.number,
              status: statusNames[entry.state.status],
            },
          ]
        : [],
    );
    return duplicateFinder(cases);
  }, [index, accountId]);
  return useMemo(
    () => find({ subject, text }).map(({ known, shares }) => ({ ...known, shares: shares.slice(0, 5) })),
    [find, subject, text],
  );
}
