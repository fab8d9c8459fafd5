import { type KeyboardEvent, useRef, useState } from 'react';
import type { CaseKind, Severity, TriageAnswers } from '../../src-shared/cases/case-document.ts';
import type { ProductId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { sourceSentence } from '../../src-shared/policy/source-words.ts';
import {
  completeAnswers,
  type PartialAnswers,
  proposeSeverity,
  severitiesLeft,
} from '../../src-shared/triage/propose-severity.ts';
import { kindNames, severityNames } from '../case/names.ts';
import { Key } from '../controls/Button.tsx';
import { ChoiceField, Pair, TextField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { choicesWithNone, type NamedThing, namedChoices } from './choices.ts';
import styles from './dialogs.module.css';
import { forget, type KeptValues, useKeptText } from './kept-values.ts';
import { focusOpenQuestion, type GivenAnswer, TriageForm } from './TriageForm.tsx';
import triage from './triage.module.css';

/** What triage found. */
export interface Found {
  readonly severity: Severity;
  readonly kind: CaseKind | null;
  readonly productId: ProductId | null;
  /** Null if not every question was answered. */
  readonly answers: TriageAnswers | null;
  readonly text: string;
}

/** What a severity means by the policy, and whether that is published. */
export interface SeverityLevel {
  readonly means: string;
  readonly isAssumed: boolean;
}

interface SeverityDialogProps {
  readonly title: string;
  readonly severity: Severity;
  readonly provisional: boolean;
  readonly kind: CaseKind | null;
  readonly productId: ProductId | null;
  readonly products: readonly NamedThing<ProductId>[];
  readonly levels: Readonly<Record<Severity, SeverityLevel>>;
  /** The answers known before. */
  readonly answers: TriageAnswers | null;
  /** What was refused is done anew: severity and answers are those of that time. */
  readonly isAnew: boolean;
  readonly text: string;
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly onSet: (found: Found) => Promise<Outcome>;
  readonly onClose: () => void;
}

export const severities: readonly Severity[] = [1, 2, 3, 4];

/**
 * Triage: the desk's severity, which drives every target, with kind and product. Keys 1 to 4 choose; Q leads to the
 * questions, whose answers propose one.
 */
export function SeverityDialog(props: SeverityDialogProps) {
  const [chosen, setChosen] = useState<Severity | null>(props.isAnew ? props.severity : null);
  const [answers, setAnswers] = useState<PartialAnswers>(props.answers ?? {});
  const [isAnswered, setAnswered] = useState(props.isAnew);
  const [kind, setKind] = useState<CaseKind | ''>(props.kind ?? '');
  const [productId, setProductId] = useState<string>(props.productId ?? '');
  const [text, setText] = useKeptText(props.kept, `${props.keptKey} text`, props.text);
  const levels = useRef<HTMLFieldSetElement>(null);

  const whole = completeAnswers(answers);
  const proposal = whole === null ? null : proposeSeverity(whole);
  // A severity that the agent chose stays, whatever is answered after it.
  const severity = chosen ?? (isAnswered && proposal !== null ? proposal.severity : props.severity);
  const differs = proposal !== null && proposal.severity !== severity;

  const chooseByDigit = (event: KeyboardEvent<HTMLElement>): void => {
    const digit = severities.find((candidate) => String(candidate) === event.key);
    if (digit !== undefined && !event.ctrlKey && !event.metaKey) setChosen(digit);
  };
  const toQuestions = (event: KeyboardEvent<HTMLElement>): void => {
    const isChoosing = event.target instanceof HTMLInputElement && event.target.type === 'radio';
    if (!isChoosing || event.key.toLowerCase() !== 'q' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    focusOpenQuestion(event.currentTarget);
  };
  const answer = ([question, given]: GivenAnswer): void => {
    setAnswered(true);
    setAnswers((before) => ({ ...before, [question]: given }));
  };

  return (
    <FormDialog
      title={props.title}
      hint={props.provisional ? 'Not triaged yet: the customer’s priority stands in until you set it.' : undefined}
      submitWords="Set severity"
      wide
      onSubmit={async () => {
        const outcome = await props.onSet({
          severity,
          kind: kind === '' ? null : kind,
          productId: props.products.find((product) => product.id === productId)?.id ?? null,
          answers: isAnswered ? whole : null,
          text: differs ? text : '',
        });
        if (outcome.accepted) forget(props.kept, `${props.keptKey} `);
        return outcome;
      }}
      onClose={props.onClose}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears the key that leads to the questions. */}
      <div className={triage.columns} onKeyDown={toQuestions}>
        <div className={triage.side}>
          <fieldset className={styles.severities} ref={levels} onKeyDown={chooseByDigit}>
            <legend className="visually-hidden">Severity</legend>
            {severities.map((candidate) => (
              <label key={candidate} className={styles.severity}>
                <input
                  type="radio"
                  name="severity"
                  value={candidate}
                  checked={candidate === severity}
                  // biome-ignore lint/a11y/noAutofocus: a dialog starts in its first field.
                  autoFocus={candidate === props.severity}
                  onChange={() => setChosen(candidate)}
                />
                <span>
                  <strong>
                    {candidate} {severityNames[candidate]}
                    {candidate === proposal?.severity && <span className={styles.hint}> · proposed</span>}
                  </strong>
                  <span className={styles.hint}>{props.levels[candidate].means}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {differs && (
            <TextField
              label="Why another one than proposed (optional)"
              value={text}
              maxLength={2_000}
              onChange={setText}
            />
          )}
          <Pair>
            <ChoiceField label="Kind" value={kind} choices={choicesWithNone(kindNames)} onChange={setKind} />
            <ChoiceField
              label="Product"
              value={productId}
              choices={namedChoices(props.products, 'Not set')}
              onChange={setProductId}
            />
          </Pair>
        </div>
        <TriageForm
          answers={answers}
          onAnswer={answer}
          onDone={() => levels.current?.querySelector<HTMLInputElement>('input:checked')?.focus()}
        >
          <div className={triage.proposal} role="status">
            <ProposalWords answers={answers} levels={props.levels} />
          </div>
        </TriageForm>
      </div>
    </FormDialog>
  );
}

interface ProposalWordsProps {
  readonly answers: PartialAnswers;
  readonly levels: SeverityDialogProps['levels'];
}

/** What the answers propose, in the policy's words, or what they leave open. */
function ProposalWords({ answers, levels }: ProposalWordsProps) {
  const whole = completeAnswers(answers);
  if (whole !== null) {
    const { severity, because } = proposeSeverity(whole);
    const source = levels[severity].isAssumed ? 'assumption' : 'published';
    return (
      <>
        <p>
          <strong>
            Proposed: {severity} {severityNames[severity]}.
          </strong>{' '}
          {because}
        </p>
        <p className={triage.source}>{sourceSentence(source, 'severity levels')}</p>
      </>
    );
  }
  if (Object.values(answers).every((answer) => answer === undefined)) {
    return (
      <p className={triage.source}>
        <Key>Q</Key> leads to the questions, a digit answers. The answers propose a severity and are kept with it.
      </p>
    );
  }
  const left = severitiesLeft(answers);
  const [first, ...others] = left;
  return (
    <p className={triage.source}>
      {others.length === 0
        ? `It will be ${first} ${first === undefined ? '' : severityNames[first]}, whatever else is answered. The answers are kept once all are given.`
        : `Still possible: severity ${left.join(', ')}.`}
    </p>
  );
}
