import type { ClockName } from '../../src-shared/cases/case-state.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { ExplainedClock } from '../case/case-actions.ts';
import { clockNames } from '../case/names.ts';
import { ChoiceField, TextAreaField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { choicesWithNone } from './choices.ts';
import { forget, type KeptValues, useKeptText } from './kept-values.ts';

/** The reasons of clocks, by the policy's codes. */
export type GivenReasons = Readonly<Partial<Record<ClockName, string>>>;

interface BreachReasonDialogProps {
  readonly title: string;
  /** The clocks that were missed and are asked for. */
  readonly missed: readonly ClockName[];
  /** What the case says already. */
  readonly known: GivenReasons;
  /** What it begins with. */
  readonly initial: GivenReasons;
  readonly initialText: string;
  /** The policy's reasons, by code. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly onExplain: (given: readonly ExplainedClock[], text: string) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** Says why clocks were missed, without closing the case. */
export function BreachReasonDialog(props: BreachReasonDialogProps) {
  const { missed, known, reasons, kept, keptKey } = props;
  const [json, setJson] = useKeptText(kept, `${keptKey} reason`, JSON.stringify(props.initial));
  const [text, setText] = useKeptText(kept, `${keptKey} text`, props.initialText);
  const given = readReasons(json);
  const explained = explainedClocks(missed, given, known, text);
  return (
    <FormDialog
      title={props.title}
      hint="Its clocks stand as they are; the reasons go into the record."
      submitWords="Give reason"
      missing={
        Object.keys(reasons).length === 0
          ? 'The policy has no list of reasons for a missed clock.'
          : explained.length === 0
            ? 'Choose why a clock was missed.'
            : null
      }
      onSubmit={async () => {
        const outcome = await props.onExplain(explained, text);
        if (outcome.accepted) forget(kept, keptKey);
        return outcome;
      }}
      onClose={props.onClose}
    >
      {missed.map((clock, place) => (
        <ChoiceField
          key={clock}
          label={`Why the ${clockNames[clock].toLowerCase()} was missed`}
          value={given[clock] ?? ''}
          choices={choicesWithNone(reasons)}
          onChange={(code) => setJson(JSON.stringify({ ...given, [clock]: code }))}
          autoFocus={place === 0}
        />
      ))}
      <TextAreaField label="Remark (optional)" rows={2} value={text} onChange={setText} />
    </FormDialog>
  );
}

/** The reasons that are new; where none is, a remark goes to those that were given before. */
function explainedClocks(
  missed: readonly ClockName[],
  given: GivenReasons,
  known: GivenReasons,
  text: string,
): readonly ExplainedClock[] {
  const all = missed.flatMap((clock): ExplainedClock[] => {
    const code = given[clock] ?? '';
    return code === '' ? [] : [[clock, code]];
  });
  const changed = all.filter(([clock, code]) => code !== known[clock]);
  return changed.length === 0 && text.trim() !== '' ? all : changed;
}

function readReasons(json: string): GivenReasons {
  return json === '' ? {} : (JSON.parse(json) as GivenReasons);
}
