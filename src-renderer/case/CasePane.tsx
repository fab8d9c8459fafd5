import type { ReactNode } from 'react';
import type { ClockName } from '../../src-shared/cases/case-state.ts';
import { commandWords } from '../../src-shared/desktop/command-words.ts';
import type { CaseId, EpochMs } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import type { AttentionEntry } from '../attention/attention-entry.ts';
import { Button, IconButton, LinkButton } from '../controls/Button.tsx';
import { Hinted } from '../controls/Hinted.tsx';
import { CloseIcon, LinkIcon } from '../controls/icons.tsx';
import { Refusal } from '../controls/Refusal.tsx';
import { SourceHint } from '../controls/SourceHint.tsx';
import type { CellSource } from '../queue/cell-context.ts';
import { PriorityCell, SeverityRing } from '../queue/columns.tsx';
import type { QueueEntry } from '../queue/queue-entry.ts';
import { CaseClocks } from './CaseClocks.tsx';
import styles from './case.module.css';
import { clocksOf } from './clock-lines.ts';
import { type CaseFlag, caseFlags, inflationWords, percentWords } from './flag-words.ts';
import type { MergedWith } from './merged.ts';
import { priorityNames, severityNames, statusNames } from './names.ts';
import type { Silence } from './silence.ts';
import { Timeline } from './Timeline.tsx';
import type { TimelineEntry } from './timeline-entries.ts';

/** A property of the case in words. */
export interface Property {
  readonly name: string;
  readonly words: string;
}

interface CasePaneProps {
  readonly entry: QueueEntry;
  readonly productName: string | null;
  readonly properties: readonly Property[];
  readonly timeline: readonly TimelineEntry[];
  /** What to say if the case has another agreement than its account; null if it has not. */
  readonly ownAgreement: string | null;
  readonly source: CellSource;
  readonly now: EpochMs;
  readonly refusal: { readonly code: string | null; readonly message: string } | null;
  /** What was done to this case and refused by the backend. */
  readonly refused: readonly AttentionEntry[];
  /** How often the customer left an outreach unanswered, and what follows; null where nothing waits for an answer. */
  readonly silence: Silence | null;
  /** The case this one was merged into; null if it was not. */
  readonly merged: MergedWith | null;
  readonly toolbar: ReactNode;
  /** What belongs to the case's kind, and what helps with it. */
  readonly details: ReactNode;
  /** What keeps it out of the way, and what somebody wants to come back to. */
  readonly work: ReactNode;
  /** With whom else it is. */
  readonly tickets: ReactNode;
  readonly composer: ReactNode;
  readonly onClose: () => void;
  readonly onDismissRefusal: () => void;
  readonly onShowRefused: (id: string) => void;
  readonly onOpenCase: (id: CaseId) => void;
  readonly onCloseCase: () => void;
  readonly onCopyLink: () => void;
  /** Why each missed clock was missed, in words; null where the policy asks for no reasons. */
  readonly breachReasons: Readonly<Partial<Record<ClockName, string>>> | null;
  /** Null where whoever acts may give no reason. */
  readonly onExplainMissed: (() => void) | null;
  /** Leads to what clears a flag. */
  readonly onClearFlag: (flag: CaseFlag['flag']) => void;
  /** Whoever acts can change nothing. */
  readonly readOnly: boolean;
}

/** One case: what it is, how its clocks stand, what happened, and what to do next. */
export function CasePane(props: CasePaneProps) {
  const { entry, source } = props;
  return (
    <section className={styles.pane} aria-label={`Case ${entry.number}`} data-open-case={entry.id}>
      <header className={styles.head}>
        <div className={styles.titleLine}>
          <bdi className={styles.number} title={entry.number}>
            {entry.number}
          </bdi>
          <h2 className={styles.subject} dir="auto" title={entry.doc.subject}>
            {entry.doc.subject}
          </h2>
          <IconButton label="Copy link to case" shortcut={commandWords.copy_link.key} onClick={props.onCopyLink}>
            <LinkIcon />
          </IconButton>
          <IconButton label="Close the pane" shortcut="Esc" onClick={props.onClose}>
            <CloseIcon />
          </IconButton>
        </div>
        <Summary entry={entry} productName={props.productName} source={source} onClearFlag={props.onClearFlag} />
        {props.readOnly && (
          <p className={styles.line}>You look on as an administrator: you can add notes, nothing else.</p>
        )}
        {props.toolbar}
        {props.work}
        {props.tickets}
        {props.merged !== null && <MergedLine merged={props.merged} onOpenCase={props.onOpenCase} />}
        {props.silence !== null && <SilenceLine silence={props.silence} onCloseCase={props.onCloseCase} />}
        <RefusedLine refused={props.refused} onShow={props.onShowRefused} />
        {props.refusal !== null && (
          <Refusal code={props.refusal.code} message={props.refusal.message} onDismiss={props.onDismissRefusal} />
        )}
      </header>
      <CaseClocks
        // Its own key space: the composer is a sibling keyed by the case as well.
        key={`clocks ${entry.id}`}
        clocks={clocksOf(entry.state)}
        source={source}
        lastEventAt={entry.state.lastEventAt}
        messagesRecorded={entry.state.messagesRecorded}
        reasons={props.breachReasons}
        onExplainMissed={props.onExplainMissed}
        ownAgreement={props.ownAgreement}
      />
      <details className={styles.properties}>
        <summary>Properties</summary>
        <dl>
          {props.properties.map((property) => (
            <div key={property.name}>
              <dt>{property.name}</dt>
              <dd dir="auto">{property.words}</dd>
            </div>
          ))}
        </dl>
      </details>
      <div className={styles.details}>{props.details}</div>
      <Timeline caseId={entry.id} entries={props.timeline} now={props.now} />
      {props.composer}
    </section>
  );
}

/** Work on a merged case goes on in the other one. */
function MergedLine({ merged, onOpenCase }: { readonly merged: MergedWith } & Pick<CasePaneProps, 'onOpenCase'>) {
  const { survivor } = merged;
  return (
    <p className={styles.line}>
      <span title={survivor?.subject}>
        Merged into{' '}
        {survivor === null ? 'a case that is not here' : `${isolated(survivor.number)} ${isolated(survivor.subject)}`}
      </span>
      {survivor !== null && (
        <LinkButton onClick={() => onOpenCase(survivor.id)}>Open {isolated(survivor.number)}</LinkButton>
      )}
    </p>
  );
}

/** What was tried to reach a customer who does not answer. Closing is proposed, never done by itself. */
function SilenceLine({ silence, onCloseCase }: { readonly silence: Silence } & Pick<CasePaneProps, 'onCloseCase'>) {
  return (
    <p className={styles.line}>
      <span>
        <span className={styles.quiet}>No answer: </span>
        {silence.words}
      </span>
      <SourceHint of="the count" words={silence.source} />
      {silence.isClosable && (
        <LinkButton aria-keyshortcuts={commandWords.resolve.key} onClick={onCloseCase}>
          Close it
        </LinkButton>
      )}
    </p>
  );
}

interface RefusedLineProps {
  readonly refused: readonly AttentionEntry[];
  readonly onShow: (id: string) => void;
}

function RefusedLine({ refused, onShow }: RefusedLineProps) {
  const [first] = refused;
  if (first === undefined) return null;
  return (
    <p className={styles.line}>
      <span>
        {refused.length === 1
          ? `Not accepted: ${first.action}. ${first.refusal}`
          : `${refused.length} actions on this case were not accepted.`}
      </span>
      <LinkButton onClick={() => onShow(first.id)}>Needs attention</LinkButton>
    </p>
  );
}

type SummaryProps = Pick<CasePaneProps, 'entry' | 'productName' | 'source' | 'onClearFlag'>;

function Summary({ entry, productName, source, onClearFlag }: SummaryProps) {
  const { state } = entry;
  return (
    <div className={styles.summary}>
      <SeverityRing entry={entry} />
      <span>
        {severityNames[state.severity]}
        {state.provisional && <span className={styles.quiet}> provisional</span>}
      </span>
      {state.priority !== null && (
        <span className={styles.summaryPriority}>
          <span className={styles.quiet}>priority {priorityNames[state.priority]}</span>
          {!state.provisional && state.priority < state.severity && <PriorityMark entry={entry} />}
        </span>
      )}
      <span className={styles.account} dir="auto" title={entry.accountName}>
        {entry.accountName}
      </span>
      <InflationBadge accountId={entry.doc.accountId} source={source} />
      {productName !== null && (
        <bdi className={styles.product} title={productName}>
          {productName}
        </bdi>
      )}
      <span className={styles.status} title={entry.ownerName ?? undefined}>
        {statusNames[state.status]} · {isolated(entry.ownerName ?? 'no owner')}
      </span>
      {state.returnedCount > 0 && (
        <span className={styles.flag} title="How often the TAEs gave its hand-off back">
          {state.returnedCount === 1 ? 'returned once' : `returned ${state.returnedCount} times`}
        </span>
      )}
      {state.handOff?.state === 'open' && (
        <span className={styles.flag} title="It waits until a TAE accepts it">
          handed off
        </span>
      )}
      {caseFlags(state, source.policy.policy).map(({ flag, words, why, clearing }) => (
        <Hinted key={flag} words={why} aria-label={`${words}. ${clearing}`} onClick={() => onClearFlag(flag)}>
          {words}
        </Hinted>
      ))}
    </div>
  );
}

/** The account's customers ask for more than triage finds; its figures are told on pointing and on focus. */
function InflationBadge({ accountId, source }: { readonly accountId: string; readonly source: CellSource }) {
  const figures = source.inflated.get(accountId);
  const rule = source.policy.policy.inflation;
  if (figures === undefined || rule === undefined) return null;
  return <Hinted words={inflationWords(figures, rule)}>▲ {percentWords(figures.share)} inflated</Hinted>;
}

function PriorityMark({ entry }: { readonly entry: QueueEntry }) {
  return (
    <span className={styles.summaryMark}>
      <PriorityCell entry={entry} />
    </span>
  );
}

interface NoCaseProps {
  readonly onClose: () => void;
}

/** The opened case is not here: a notification or link led to one that this copy does not hold. */
export function NoCase({ onClose }: NoCaseProps) {
  return (
    <section className={styles.missing} aria-label="Case">
      <h2>This case is not here</h2>
      <p className={styles.quiet}>It may not have been synced yet, or it was removed.</p>
      <Button onClick={onClose}>Close</Button>
    </section>
  );
}
