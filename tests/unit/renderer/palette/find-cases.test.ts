import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { casesOffered, findCases } from '../../../../src-renderer/palette/find-cases.ts';
import { QueueIndex } from '../../../../src-renderer/queue/queue-index.ts';
import type { CaseDocument } from '../../../../src-shared/cases/case-document.ts';
import { caseOf, compiled, directory, me } from '../ui/cases.ts';

function indexOf(cases: readonly CaseDocument[]): QueueIndex {
  const now = Date.parse('2026-11-18T18:00:00Z');
  const index = new QueueIndex({ policy: compiled, directory, me }, now);
  index.fill(cases, { policy: compiled, directory, me }, now);
  return index;
}
const found = (cases: readonly CaseDocument[], typed: string) =>
  findCases(indexOf(cases), me, typed).map(({ id }) => id);
const numbered = (number: string, subject = 'Nothing special') => caseOf(`case-${number}`, [], { number, subject });

describe('a case is found', () => {
  test('by its number with and without the zeros in front, before what only contains it', () => {
    const cases = [numbered('00000412'), numbered('00004120'), numbered('00000041', 'Order 412 is missing')];
    expect(found(cases, '412')).toEqual(['case-00000412', 'case-00004120', 'case-00000041']);
    expect(found(cases, '00000412')).toEqual(['case-00000412']);
    expect(found(cases, '0')[0]).toBeDefined();
  });

  test('an exact number always ranks first, whatever else is written in other cases', () => {
    const number = fc.integer({ min: 1, max: 99_999 }).map((value) => String(value).padStart(8, '0'));
    const desk = fc.uniqueArray(number, { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(desk, fc.nat(), fc.boolean(), (numbers, pick, asPrinted) => {
        const wanted = numbers[pick % numbers.length] ?? '';
        const typed = asPrinted ? wanted : wanted.replace(/^0+/, '');
        const cases = numbers.map((each) =>
          numbered(each, each === wanted ? 'Nothing special' : `${wanted} as ${typed} said ${typed}`),
        );
        expect(found(cases, ` ${typed} `)[0]).toBe(`case-${wanted}`);
      }),
      { numRuns: 150 },
    );
  });

  test('by words of its subject and account, with or without their accents', () => {
    const cases = [numbered('00000001', 'Camión parado en Peñón'), numbered('00000002', 'Camion moves again')];
    expect(found(cases, 'penon camion')).toEqual(['case-00000001']);
    expect(found(cases, 'CAMIÓN').toSorted()).toEqual(['case-00000001', 'case-00000002']);
  });

  test('by the beginning of a word before its middle', () => {
    const cases = [numbered('00000001', 'Unlabelled pallets'), numbered('00000002', 'Labels torn')];
    expect(found(cases, 'label')).toEqual(['case-00000002', 'case-00000001']);
  });

  test('not by nothing, and not by words of which one stands nowhere', () => {
    const cases = [numbered('00000001', 'Labels torn')];
    expect(found(cases, '  ')).toEqual([]);
    expect(found(cases, 'labels missing')).toEqual([]);
  });

  test('among the best few, which are the first of all of them', () => {
    const subject = fc.constantFrom('Label', 'Unlabelled', 'A label', 'Other');
    fc.assert(
      fc.property(fc.array(subject, { minLength: 1, maxLength: 40 }), (subjects) => {
        const cases = subjects.map((each, place) => numbered(String(place + 1).padStart(8, '0'), each));
        const best = found(cases, 'label');
        const beginnings = subjects.filter((each) => /\blabel/i.test(each)).length;
        const matches = subjects.filter((each) => /label/i.test(each)).length;
        expect(best.length).toBe(Math.min(casesOffered, matches));
        const inFront = best.filter((id) => /\blabel/i.test(cases.find((each) => each.id === id)?.subject ?? ''));
        expect(inFront.length).toBe(Math.min(casesOffered, beginnings));
        expect(best.slice(0, inFront.length)).toEqual(inFront);
      }),
      { numRuns: 100 },
    );
  });
});
