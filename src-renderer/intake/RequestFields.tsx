import type { Policy } from '../../src-shared/policy/policy.ts';
import { ChoiceField, TextField } from '../controls/Field.tsx';
import { type KeptValues, useKeptText } from '../dialogs/kept-values.ts';

export type RequestType = NonNullable<Policy['service_requests']>[string];

interface RequestFieldsProps {
  readonly types: Readonly<Record<string, RequestType>>;
  readonly type: string;
  readonly onType: (type: string) => void;
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly initial: Readonly<Record<string, string>>;
  readonly autoFocus?: boolean;
}

/** The type of a request for service, and what that type asks for. */
export function RequestFields(props: RequestFieldsProps) {
  const { types, type, onType } = props;
  const known = Object.hasOwn(types, type) ? types[type] : undefined;
  return (
    <>
      <ChoiceField
        label="Request for"
        value={type}
        choices={[
          { value: '', words: 'Not known yet' },
          ...Object.entries(types).map(([value, { name }]) => ({ value, words: name })),
        ]}
        onChange={onType}
        autoFocus={props.autoFocus ?? false}
      />
      {known?.fields.map(({ key, label, required }) => (
        <RequestField
          key={`${type} ${key}`}
          label={required ? label : `${label} (optional)`}
          kept={props.kept}
          keptKey={`${props.keptKey} ${type} ${key}`}
          initial={props.initial[key] ?? ''}
        />
      ))}
    </>
  );
}

interface RequestFieldProps {
  readonly label: string;
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly initial: string;
}

function RequestField({ label, kept, keptKey, initial }: RequestFieldProps) {
  const [value, setValue] = useKeptText(kept, keptKey, initial);
  return <TextField label={label} value={value} onChange={setValue} />;
}

/** What was filled in for a type: what is kept of it, or what it holds at first. Empty fields are left out. */
export function filledFields(
  type: RequestType | undefined,
  kept: KeptValues,
  keptKey: string,
  initial: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const { key } of type?.fields ?? []) {
    const value = kept.get(`${keptKey} ${key}`) ?? initial[key] ?? '';
    if (value.trim() !== '') fields[key] = value;
  }
  return fields;
}
