import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { sourceSentence } from '../../src-shared/policy/source-words.ts';
import type { HandOffForm } from '../case/case-actions.ts';
import { TextAreaField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { forget, type KeptValues, useKeptText } from './kept-values.ts';

interface HandOffDialogProps {
  readonly title: string;
  readonly kept: KeptValues;
  readonly keptKey: string;
  /** What it holds at first, where nothing was typed yet. */
  readonly initial: Partial<HandOffForm>;
  readonly onHandOff: (form: HandOffForm) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** Hands a case to the TAEs with everything they need to begin. */
export function HandOffDialog({ title, kept, keptKey, initial, onHandOff, onClose }: HandOffDialogProps) {
  const [summary, setSummary] = useKeptText(kept, `${keptKey} summary`, initial.summary);
  const [impact, setImpact] = useKeptText(kept, `${keptKey} impact`, initial.impact);
  const [stepsTried, setStepsTried] = useKeptText(kept, `${keptKey} steps`, initial.stepsTried);
  const [evidence, setEvidence] = useKeptText(kept, `${keptKey} evidence`, initial.evidence);
  const empty = [
    ['Summary', summary],
    ['Impact', impact],
    ['Steps tried', stepsTried],
    ['Evidence', evidence],
  ].flatMap(([label, text]) => (text?.trim() === '' ? [label] : []));
  return (
    <FormDialog
      title={title}
      hint={`The owner stays the customer’s contact. The hand-off clock runs until a TAE accepts it. ${sourceSentence('published', 'roles: hand-off')}`}
      submitWords="Hand off"
      missing={empty.length === 0 ? null : `A TAE needs all of it to begin. Still empty: ${empty.join(', ')}.`}
      missingCode="incomplete_hand_off"
      onSubmit={async () => {
        const outcome = await onHandOff({ summary, impact, stepsTried, evidence });
        if (outcome.accepted) forget(kept, keptKey);
        return outcome;
      }}
      onClose={onClose}
    >
      <TextAreaField
        label="Summary"
        placeholder="What is wrong, since when, with which documents and partners"
        rows={2}
        value={summary}
        onChange={setSummary}
        autoFocus
      />
      <TextAreaField
        label="Impact"
        placeholder="Who cannot work, and what depends on it: a truck, a payment run"
        rows={2}
        value={impact}
        onChange={setImpact}
      />
      <TextAreaField
        label="Steps tried"
        placeholder="What was checked or changed, and what came of it"
        rows={2}
        value={stepsTried}
        onChange={setStepsTried}
      />
      <TextAreaField
        label="Evidence"
        placeholder="Exact error texts, numbers, times, log lines"
        rows={2}
        value={evidence}
        onChange={setEvidence}
      />
    </FormDialog>
  );
}
