import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fillMacro,
  openPlaceholders,
  type PlaceholderValues,
  placeholders,
  unfilledPlaceholders,
  unknownPlaceholders,
} from '../../../../src-shared/macros/placeholders.ts';

const values: PlaceholderValues = {
  account: 'Harvest Valley Growers',
  contact: 'Irene',
  number: '00012345',
  agent: 'Maya',
  hours: 'Monday to Friday',
  'next step': null,
};

describe('rule-2 a macro', () => {
  it('says what is known of the case, and leaves open what is not', () => {
    const filled = fillMacro('Hello {contact} of {Account}, {next step} {number}. {agent}', values);
    expect(filled).toBe('Hello Irene of Harvest Valley Growers, {next step} 00012345. Maya');
    expect(openPlaceholders(filled)).toEqual(['{next step}']);
  });

  it('takes a placeholder with an underscore or in capitals as the same', () => {
    const known = { ...values, 'next step': 'you hear from us by noon' };
    expect(fillMacro('{next_step}, {Next Step}', known)).toBe('you hear from us by noon, you hear from us by noon');
  });

  it('tells the placeholders that nothing could fill', () => {
    expect(unknownPlaceholders('{acount} {account} {next step} {acount}')).toEqual(['{acount}']);
  });

  it('is unfilled where a name it knows, or what stands in its own text, is still in braces', () => {
    const text = 'GET /orders/{id} {return} of {account}: {the steps}';
    expect(unfilledPlaceholders(text, 'Do {the steps}, {contact}.')).toEqual(['{account}', '{the steps}']);
    expect(unfilledPlaceholders(text, null)).toEqual(['{account}']);
  });

  it('leaves braces alone that are no placeholder', () => {
    for (const text of ['{}', '{"a": 1}', '{{account', '{ account}', '{1}', `{${'a'.repeat(41)}}`, 'a } b {']) {
      expect(openPlaceholders(text)).toEqual([]);
      expect(fillMacro(text, values)).toBe(text);
    }
  });

  it('never fills in what a filled-in text says: a contact named {agent} stays that', () => {
    expect(fillMacro('{contact}', { ...values, contact: '{agent} $& $1' })).toBe('{agent} $& $1');
  });

  it('leaves nothing open once everything is known, whatever stands around it', () => {
    const known = Object.fromEntries(placeholders.map((name) => [name, 'x'])) as PlaceholderValues;
    const part = fc.oneof(
      fc.string().filter((text) => !/[{}]/.test(text)),
      fc.constantFrom(...placeholders).map((name) => `{${name}}`),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        expect(openPlaceholders(fillMacro(text, known))).toEqual([]);
        expect(unknownPlaceholders(text)).toEqual([]);
      }),
    );
  });
});
