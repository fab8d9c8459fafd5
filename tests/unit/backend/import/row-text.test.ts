import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRow, writeRow } from '../../../../src-backend/import/row-text.ts';

const name = fc.constantFrom('incident_state', 'priority', 'assigned_to', 'note', 'extra column');
const value = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
  fc.constantFrom('?', '\\', 'a → b', '? → x', 'line\nbreak', ': ', '\\n', '\r\n', 'Update 3, now'),
);
const columns = fc.dictionary(name, value);
const row = (order: number, values: Record<string, string>) => ({
  stamp: '29-02-2016 01:23',
  at: 0,
  order,
  by: 'x',
  columns: values,
});

describe('the text of a row', () => {
  it('names every column of the first row, then only what changed', () => {
    const first = row(0, { priority: '3 - Moderate', incident_state: 'New' });
    expect(writeRow(first, null, ['incident_state'])).toBe(
      'Update 0, 29-02-2016 01:23\nincident_state: New\npriority: 3 - Moderate',
    );
    const next = row(1, { incident_state: 'Active', priority: '3 - Moderate', assigned_to: 'Resolver 7' });
    expect(writeRow(next, first.columns, ['incident_state'])).toBe(
      'Update 1, 29-02-2016 01:23\nincident_state: New → Active\nassigned_to: ? → Resolver 7',
    );
  });

  it('can be read back, whatever the values', () => {
    fc.assert(
      fc.property(columns, columns, (before, after) => {
        const first = readRow(writeRow(row(0, before), null, ['priority']), null);
        expect(first?.columns).toEqual({ ...before });
        const next = readRow(writeRow(row(12, after), before, []), before);
        expect(next).toEqual({ order: 12, stamp: '29-02-2016 01:23', columns: { ...after } });
      }),
    );
  });

  it('is not found in what an agent writes', () => {
    expect(readRow('Called them back.', null)).toBeNull();
    expect(readRow('Update 3, tomorrow\nsee: below', { priority: '1' })).toBeNull();
  });
});
