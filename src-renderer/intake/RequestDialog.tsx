import type { ServiceRequest } from '../../src-shared/cases/case-document.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { FormDialog } from '../controls/FormDialog.tsx';
import { forget, type KeptValues, useKeptText } from '../dialogs/kept-values.ts';
import { filledFields, RequestFields, type RequestType } from './RequestFields.tsx';

interface RequestDialogProps {
  readonly title: string;
  readonly types: Readonly<Record<string, RequestType>>;
  /** What it holds already. */
  readonly request: ServiceRequest | null;
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly onSet: (request: ServiceRequest) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** What a request for service asks for. */
export function RequestDialog({ title, types, request, kept, keptKey, onSet, onClose }: RequestDialogProps) {
  const [type, setType] = useKeptText(kept, `${keptKey} type`, request?.type);
  const initial = type === request?.type ? request.fields : {};
  return (
    <FormDialog
      title={title}
      hint="Another type begins its checklist anew."
      submitWords="Save the request"
      missing={type === '' ? 'Choose what is asked for.' : null}
      onSubmit={async () => {
        const outcome = await onSet({ type, fields: filledFields(types[type], kept, `${keptKey} ${type}`, initial) });
        if (outcome.accepted) forget(kept, keptKey);
        return outcome;
      }}
      onClose={onClose}
    >
      <RequestFields
        types={types}
        type={type}
        onType={setType}
        kept={kept}
        keptKey={keptKey}
        initial={initial}
        autoFocus
      />
    </FormDialog>
  );
}
