import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { isolated } from '../../src-shared/text/isolated.ts';
import { caseFlags, inflationWords, percentWords } from '../case/flag-words.ts';
import { clockNames, priorityLetters, priorityNames, severityNames, statusNames } from '../case/names.ts';
import { WithPresence } from '../presence/PresenceMarks.tsx';
import { useTimed } from '../time/use-timed.ts';
import { agentTimeZone, wallTimeWords, weekdayTimeWords } from '../time/wall-time.ts';
import { sortKeyOf, sortNames } from './arrangement.ts';
import { useCellSource } from './cell-context.ts';
import { Hint } from './Hint.tsx';
import styles from './queue.module.css';
import { isAside, type QueueEntry } from './queue-entry.ts';
import { TimeLeftCell } from './TimeLeftCell.tsx';

/** A column of the queue: how wide, and from which width of the table on it is there. */
interface QueueColumn {
  readonly id: string;
  readonly header: string;
  /** A grid track. */
  readonly track: string;
  readonly fromWidth: number;
  readonly render: (entry: QueueEntry) => ReactNode;
}

const queueColumns: readonly QueueColumn[] = [
  { id: 'left', header: 'Left', track: '92px', fromWidth: 0, render: (entry) => <TimeLeftCell entry={entry} /> },
  { id: 'clock', header: 'Clock', track: '112px', fromWidth: 540, render: (entry) => <ClockName entry={entry} /> },
  { id: 'severity', header: 'Sev', track: '36px', fromWidth: 0, render: (entry) => <SeverityRing entry={entry} /> },
  { id: 'priority', header: 'Pri', track: '48px', fromWidth: 460, render: (entry) => <PriorityCell entry={entry} /> },
  {
    id: 'subject',
    header: 'Subject',
    track: 'minmax(0, 1fr)',
    fromWidth: 0,
    render: (entry) => (
      <WithPresence caseId={entry.id}>
        <span className={styles.marked}>
          <SubjectText entry={entry} />
          <Flags entry={entry} />
        </span>
      </WithPresence>
    ),
  },
  {
    id: 'account',
    header: 'Account',
    track: 'minmax(120px, 0.46fr)',
    fromWidth: 600,
    render: (entry) => (
      <span className={styles.marked}>
        <Text text={entry.accountName} />
        <InflationMark accountId={entry.doc.accountId} />
      </span>
    ),
  },
  {
    id: 'owner',
    header: 'Owner',
    track: 'minmax(112px, 0.28fr)',
    fromWidth: 860,
    render: (entry) =>
      entry.ownerName === null ? <span className={styles.faint}>Unassigned</span> : <Text text={entry.ownerName} />,
  },
  {
    id: 'technical',
    header: 'Technical',
    track: 'minmax(104px, 0.24fr)',
    fromWidth: 1280,
    render: (entry) => (entry.technicalOwnerName === null ? null : <Text text={entry.technicalOwnerName} />),
  },
  {
    id: 'status',
    header: 'Status',
    track: '164px',
    fromWidth: 980,
    render: (entry) => <StatusText entry={entry} />,
  },
  {
    id: 'number',
    header: 'Number',
    track: '104px',
    fromWidth: 1060,
    render: (entry) => <Text text={entry.number} quiet />,
  },
  // Of enhancement requests only, so it is there where it was chosen.
  { id: 'votes', header: 'Votes', track: '68px', fromWidth: Infinity, render: (entry) => <Votes entry={entry} /> },
];

/** What every list of cases shows: how the time stands, and what it is about. */
const always: ReadonlySet<string> = new Set(['left', 'subject']);
const subjectLeast = 160;

/**
 * The columns that fit a table of this width, in their order; what is left out is in the case pane. Chosen ones stand
 * wherever there is room for them, the usual ones from a width of their own on.
 */
export function columnsFor(width: number, chosen: readonly string[] = []): readonly string[] {
  if (chosen.length === 0) {
    return queueColumns.filter((column) => column.fromWidth <= width).map((column) => column.id);
  }
  let left = width - subjectLeast;
  return queueColumns
    .filter((column) => {
      if (always.has(column.id)) return true;
      if (!chosen.includes(column.id)) return false;
      left -= leastWidthOf(column);
      return left >= 0 || width === 0;
    })
    .map((column) => column.id);
}

/** The columns that can be chosen, by what people call them. */
export const columnChoices: readonly { readonly id: string; readonly name: string }[] = queueColumns
  .filter(({ id }) => !always.has(id))
  .map(({ id }) => ({ id, name: sortKeyOf(id) === null ? id : sortNames[sortKeyOf(id) ?? 'number'] }));

function leastWidthOf({ track }: QueueColumn): number {
  return Number(/\d+/.exec(track)?.[0] ?? 0);
}

export const queueFeatures = tableFeatures({});
const helper = createColumnHelper<typeof queueFeatures, QueueEntry>();

/** TanStack's column definitions of the named columns. */
export function columnDefinitions(ids: readonly string[]) {
  return queueColumns
    .filter((column) => ids.includes(column.id))
    .map((column) =>
      helper.display({
        id: column.id,
        header: column.header,
        cell: ({ row }) => column.render(row.original),
      }),
    );
}

/** The grid tracks of the named columns. */
export function columnTracks(ids: readonly string[]): string {
  return queueColumns
    .filter((column) => ids.includes(column.id))
    .map((column) => column.track)
    .join(' ');
}

function Text({ text, quiet = false }: { readonly text: string; readonly quiet?: boolean }) {
  return (
    <span className={quiet ? `${styles.text} ${styles.quiet}` : styles.text} dir="auto" title={text}>
      {text}
    </span>
  );
}

/** In Reminders, after when it reminds of what. */
function SubjectText({ entry }: { readonly entry: QueueEntry }) {
  if (entry.note === null || entry.reminder === null) return <Text text={entry.doc.subject} />;
  const subject = isolated(entry.doc.subject);
  const when = wallTimeWords(entry.reminder.remindAt, agentTimeZone);
  const words = [when, isolated(entry.note.trim())].filter(Boolean).join(' · ');
  return (
    <span className={styles.text} title={`${words} · ${subject}`}>
      {words} <span className={styles.quiet}>· {subject}</span>
    </span>
  );
}

function StatusText({ entry }: { readonly entry: QueueEntry }) {
  return entry.backAt === null ? <Text text={statusNames[entry.state.status]} quiet /> : <SnoozedText entry={entry} />;
}

function SnoozedText({ entry }: { readonly entry: QueueEntry }) {
  const { clock } = useCellSource();
  const aside = useTimed(clock, (now) => isAside(entry, now));
  const { backAt } = entry;
  if (!aside || backAt === null) return <Text text={statusNames[entry.state.status]} quiet />;
  const back = Number.isFinite(backAt)
    ? `back ${weekdayTimeWords(backAt, agentTimeZone)}`
    : 'until the customer writes';
  return <Text text={`Snoozed, ${back}`} quiet />;
}

/** How many accounts ask for an enhancement. */
function Votes({ entry: { state } }: { readonly entry: QueueEntry }) {
  if (state.kind !== 'enhancement') return null;
  const count = state.work.votes.length;
  const words = count === 1 ? '1 account asks for it' : `${count.toLocaleString()} accounts ask for it`;
  return (
    <span className={styles.text} title={words}>
      <span aria-hidden="true">{count.toLocaleString()}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}

function ClockName({ entry }: { readonly entry: QueueEntry }) {
  return entry.clock ? <Text text={clockNames[entry.clock.name]} quiet /> : null;
}

/** Flags of an open case: why each is there and what clears it are told on pointing and on focus. */
function Flags({ entry }: { readonly entry: QueueEntry }) {
  const { policy } = useCellSource();
  const { notPhonedIn, work } = entry.state;
  if (!entry.isOpen || !(notPhonedIn || work.belongsInPortal)) return null;
  return caseFlags(entry.state, policy.policy).map(({ flag, short, why }) => (
    <Hint key={flag} words={why}>
      {short}
    </Hint>
  ));
}

/** The share of an account whose customers ask for more than triage finds. */
export function InflationMark({ accountId }: { readonly accountId: string }) {
  const { policy, inflated } = useCellSource();
  const figures = inflated.get(accountId);
  const rule = policy.policy.inflation;
  if (figures === undefined || rule === undefined) return null;
  return <Hint words={inflationWords(figures, rule)}>▲ {percentWords(figures.share)}</Hint>;
}

export function SeverityRing({ entry }: { readonly entry: QueueEntry }) {
  const { severity, provisional } = entry.state;
  const words = `Severity ${severity}, ${severityNames[severity]}${provisional ? ', provisional' : ''}`;
  const looks = [styles.ring, severity <= 2 && styles.ringFilled, provisional && styles.ringProvisional];
  return (
    <span className={looks.filter(Boolean).join(' ')} role="img" aria-label={words} title={words}>
      {severity}
    </span>
  );
}

/** Published policy: priority is the customer's, severity the desk's. ▲ marks a priority above the severity found. */
export function PriorityCell({ entry }: { readonly entry: QueueEntry }) {
  const { priority, severity, provisional } = entry.state;
  if (priority === null) return null;
  const inflated = !provisional && priority < severity;
  const words = [
    `Priority ${priorityNames[priority]}`,
    inflated ? `higher than the severity found at triage (${severity})` : '',
    provisional ? 'stands in as provisional severity until triage' : '',
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <span className={styles.priority} title={words}>
      <span aria-hidden="true">{priorityLetters[priority]}</span>
      <span className="visually-hidden">{words}</span>
      {inflated && (
        <span className={styles.inflated} aria-hidden="true">
          ▲
        </span>
      )}
    </span>
  );
}
