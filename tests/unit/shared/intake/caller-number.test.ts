import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callersBy, digitsOf } from '../../../../src-shared/intake/caller-number.ts';

const irene = { name: 'Irene', phone: '(925) 555-0142' };
const omar = { name: 'Omar', phone: '+44 20 7946 0958' };
const nobody = { name: 'Nobody', phone: undefined };
const all = [nobody, omar, irene];
const names = (number: string) => callersBy(all, number).map(({ name }) => name);

describe('rule-2 a caller', () => {
  it.each([
    '9255550142',
    '925-555-0142',
    '+1 925 555 0142',
    '1 (925) 555.0142',
    'tel:+1-925-555-0142',
    '+1 925 555 0142 ext. 12',
    '９２５ ５５５ ０１４２',
    '5550142',
  ])('is found by %s', (number) => {
    expect(names(number)).toEqual(['Irene']);
  });

  it('is found from abroad', () => {
    for (const number of ['0044 20 7946 0958', '011 44 20 7946 0958', '442079460958'])
      expect(names(number)).toEqual(['Omar']);
  });

  it('is nobody by too few digits, or by those of somebody else', () => {
    for (const number of ['', '0142', '555-014', '9255550143', 'unknown', '()']) expect(names(number)).toEqual([]);
  });

  it('whose very number it is stands before those whose number only ends so', () => {
    const desk = { name: 'Desk', phone: '555 0142' };
    expect(callersBy([irene, desk], '5550142')).toEqual([desk, irene]);
  });

  it('is found by the own number in whatever form', () => {
    const digits = fc.stringMatching(/^[2-9]\d{9}$/);
    const filling = fc.constantFrom('', ' ', '-', '.', ') ', ' (');
    fc.assert(
      fc.property(
        digits,
        fc.array(filling, { minLength: 10, maxLength: 10 }),
        fc.constantFrom('', '+1 ', '1-'),
        (own, gaps, prefix) => {
          const typed = prefix + [...own].map((digit, place) => `${gaps[place]}${digit}`).join('');
          expect(callersBy([{ phone: own }], typed)).toHaveLength(1);
          expect(digitsOf(typed).endsWith(own)).toBe(true);
        },
      ),
    );
  });
});
