import type { Severity } from '../../src-shared/cases/case-document.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { TextAreaField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { forget, type KeptValues, useKeptText } from './kept-values.ts';

interface ResolveDialogProps {
  readonly title: string;
  /** The severity whose resolution needs its root cause; null where none is needed. */
  readonly rootCauseFor: Severity | null;
  readonly initial: { readonly rootCause: string; readonly text: string };
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly onResolve: (text: string, rootCause: string) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** Resolves a case: what helped, and for severity 1 and 2 what was behind it. */
export function ResolveDialog(props: ResolveDialogProps) {
  const { kept, keptKey, rootCauseFor } = props;
  const [rootCause, setRootCause] = useKeptText(kept, `${keptKey} root cause`, props.initial.rootCause);
  const [text, setText] = useKeptText(kept, `${keptKey} text`, props.initial.text);
  const isMissing = rootCauseFor !== null && rootCause.trim() === '';
  return (
    <FormDialog
      title={props.title}
      hint="Its clocks end now. It can be reopened."
      submitWords="Resolve"
      missing={isMissing ? `Severity ${rootCauseFor} is resolved with its root cause. Write it down.` : null}
      onSubmit={async () => {
        const outcome = await props.onResolve(text, rootCause);
        if (outcome.accepted) forget(kept, keptKey);
        return outcome;
      }}
      onClose={props.onClose}
    >
      {rootCauseFor !== null && (
        <TextAreaField
          label={`Root cause, for severity ${rootCauseFor}`}
          placeholder="What was behind it, so that it does not come back"
          rows={3}
          value={rootCause}
          onChange={setRootCause}
          autoFocus
        />
      )}
      <TextAreaField
        label="What resolved it (optional)"
        rows={3}
        value={text}
        onChange={setText}
        autoFocus={rootCauseFor === null}
      />
    </FormDialog>
  );
}
