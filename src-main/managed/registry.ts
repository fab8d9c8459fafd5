import { managedFields } from '../../src-shared/managed/managed-settings.ts';

/** What `reg.exe query KEY` prints of the key's own values, as JSON would hold them. The registry does not mind the case of names. */
export function readRegistry(printed: string): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const line of printed.split(/\r?\n/)) {
    const [, name, type, data = ''] = /^ {4}(\S.*?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/.exec(line) ?? [];
    if (name === undefined || type === undefined) continue;
    // An administrative template that sets nothing leaves the key's default value behind, "(Default)" in English.
    if (name.startsWith('(')) continue;
    values[fieldNamed(name)] = typed(type, data);
  }
  return values;
}

function fieldNamed(name: string): string {
  return managedFields.find((field) => field.toLowerCase() === name.toLowerCase()) ?? name;
}

/** A type that no setting has is passed on as it is printed, so that it is told as wrong. */
function typed(type: string, data: string): unknown {
  switch (type) {
    case 'REG_SZ':
    case 'REG_EXPAND_SZ':
      return data;
    case 'REG_MULTI_SZ':
      return data.split('\\0').filter((part) => part !== '');
    case 'REG_DWORD': {
      const number = Number(data);
      return number === 0 || number === 1 ? number === 1 : number;
    }
    default:
      return { type, data };
  }
}
