import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { RefusalCode } from '../../src-shared/policy/refusal-source.ts';
import { TextAreaField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { forget, type KeptValues, useKeptText } from './kept-values.ts';

interface RemarkDialogProps {
  readonly title: string;
  readonly hint: string;
  readonly label: string;
  readonly submitWords: string;
  /** What it holds at first, where nothing was typed yet. */
  readonly initial?: string;
  /** Why it may not stay empty; it may, unless told. */
  readonly missing?: string;
  /** Leads to the rule that asks for it. */
  readonly missingCode?: RefusalCode;
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly onSubmit: (text: string) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** A step in a case's life with a remark that may stay empty: resolve, close, reopen. */
export function RemarkDialog(props: RemarkDialogProps) {
  const [text, setText] = useKeptText(props.kept, props.keptKey, props.initial);
  return (
    <FormDialog
      title={props.title}
      hint={props.hint}
      submitWords={props.submitWords}
      missing={props.missing !== undefined && text.trim() === '' ? props.missing : null}
      missingCode={props.missingCode ?? null}
      onSubmit={async () => {
        const outcome = await props.onSubmit(text);
        if (outcome.accepted) forget(props.kept, props.keptKey);
        return outcome;
      }}
      onClose={props.onClose}
    >
      <TextAreaField label={props.label} value={text} onChange={setText} autoFocus />
    </FormDialog>
  );
}
