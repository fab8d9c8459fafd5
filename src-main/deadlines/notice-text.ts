import type { Deadline } from '../../src-shared/desktop-contract.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { Notice, NoticeKind } from './due-notices.ts';

/** One notification of the operating system, and the case it leads to; none when it speaks of several. */
export interface NoticeText {
  readonly title: string;
  readonly body: string;
  readonly caseId: string | null;
}

/** More than so many at once (after a night, say) become one notification a kind. */
const mostAtOnce = 3;

const clockNames: Readonly<Record<Deadline['clock'], string>> = {
  first_response: 'First response',
  next_update: 'Next update',
  resolution: 'Resolution',
};
const kindNames: Readonly<Record<NoticeKind, string>> = { at_risk: 'At risk', overdue: 'Overdue' };

/** What the notifications say. `formatTime` gives an instant as the agent reads it. */
export function noticeTexts(notices: readonly Notice[], formatTime: (at: EpochMs) => string): readonly NoticeText[] {
  const kinds: readonly NoticeKind[] = ['overdue', 'at_risk'];
  return kinds.flatMap((kind) => {
    const ofKind = notices.filter((notice) => notice.kind === kind);
    if (ofKind.length > mostAtOnce) return [summary(kind, ofKind)];
    return ofKind.map(({ deadline }) => ({
      title: [`${kindNames[kind]}:`, deadline.number ?? 'new case'].join(' '),
      body: `${deadline.subject}\n${clockNames[deadline.clock]} ${kind === 'overdue' ? 'was due' : 'due'} ${formatTime(deadline.dueAt)}`,
      caseId: deadline.caseId,
    }));
  });
}

function summary(kind: NoticeKind, notices: readonly Notice[]): NoticeText {
  const numbers = notices.slice(0, mostAtOnce).map(({ deadline }) => deadline.number ?? 'a new case');
  const others = notices.length - numbers.length;
  return {
    title: `${kindNames[kind]}: ${notices.length} deadlines of your cases`,
    body: `${numbers.join(', ')} and ${others} more`,
    caseId: null,
  };
}
