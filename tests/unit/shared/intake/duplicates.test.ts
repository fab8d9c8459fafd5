import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateFinder, type KnownCase } from '../../../../src-shared/intake/duplicates.ts';

const known = (id: string, subject: string, text = '', openedAt = 0): KnownCase => ({ id, subject, text, openedAt });
const cases = [
  known('asn', 'ASN rejected by receiver: unknown GTIN', 'ASN-4711234 for PO 4512345678.'),
  known('invoices', 'Duplicate invoices after a resend', 'After a resend 12 invoices are there twice.'),
  known('login', 'Login loop after the browser update'),
];
const find = duplicateFinder(cases);
const found = (subject: string, text = '') => find({ subject, text }).map(({ known: { id } }) => id);

describe('rule-2 possible duplicates', () => {
  it('are cases that share words of the subject, whatever their form', () => {
    expect(found('asn rejections')).toEqual(['asn']);
    expect(found('Invoice duplicated')).toEqual(['invoices']);
  });

  it('say which words are shared, as the known case writes them', () => {
    expect(find({ subject: 'Our ASNs are rejected again', text: '' })[0]?.shares).toEqual(['ASN', 'rejected']);
  });

  it('share a document number, though nothing else', () => {
    expect(find({ subject: 'Help', text: 'It is about po4512345678' })).toEqual([]);
    expect(find({ subject: 'Help', text: 'It is about 4512345678' })[0]).toMatchObject({ shares: ['4512345678'] });
  });

  it('are not offered for one word, for common words, or for nothing', () => {
    for (const subject of ['', 'ASN', 'Please help us with this case', 'after the update'])
      expect(found(subject)).toEqual([]);
  });

  it('stand with the most shared first, then the newest', () => {
    const twins = duplicateFinder([
      known('old', 'Label printer offline', '', 1),
      known('new', 'Label printer offline', '', 2),
      known('both', 'Label printer offline in Salinas', '', 0),
    ]);
    const ids = twins({ subject: 'label printer offline, Salinas', text: '' }).map((match) => match.known.id);
    expect(ids).toEqual(['both', 'new', 'old']);
  });

  it('never depend on the order of the cases, and each is offered for its own words', () => {
    const word = fc.constantFrom(
      'asn',
      'invoice',
      'gtin',
      'label',
      'printer',
      'login',
      'route',
      'Peña',
      'webhook',
      '4711234',
    );
    const subject = fc.uniqueArray(word, { minLength: 2, maxLength: 6 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(subject, { minLength: 1, maxLength: 20 }), fc.nat(), (subjects, place) => {
        const all = subjects.map((text, index) => known(String(index), text, '', index));
        const wanted = all[place % all.length];
        if (wanted === undefined) return;
        const matches = duplicateFinder(all)({ subject: wanted.subject, text: '' });
        expect(duplicateFinder(all.toReversed())({ subject: wanted.subject, text: '' })).toEqual(matches);
        const own = new Set(wanted.subject.split(' '));
        const isAll = ({ known: { subject: other } }: (typeof matches)[number]) =>
          other.split(' ').filter((each) => own.has(each)).length === own.size;
        expect(matches.slice(0, 1).every(isAll)).toBe(true);
        for (const { shares } of matches) for (const share of shares) expect(own).toContain(share);
      }),
    );
  });

  it('take any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(duplicateFinder([known('a', a, b)])({ subject: b, text: a }).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
