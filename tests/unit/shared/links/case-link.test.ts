import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { caseLink, linkFaults, linkOf } from '../../../../src-shared/links/case-link.ts';

const hostile = z
  .array(
    z.strictObject({
      class: z.string(),
      link: z.string(),
      fault: z.enum(linkFaults).optional(),
      opens: z.string().optional(),
    }),
  )
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../fixtures/hostile-links.json'), 'utf8')));

describe('links of cases', () => {
  test.each([
    ['dueline://case/00012345', '00012345'],
    ['dueline://case/00012345/', '00012345'],
    ['Dueline://Case/00012345', '00012345'],
    ['dueline://case/0001%32345', '00012345'],
    ['dueline://case/CS0012_3.4-5', 'CS0012_3.4-5'],
    ['dueline://case/0190a5c1-7b1e-7c3a-9f00-1234567890ab', '0190a5c1-7b1e-7c3a-9f00-1234567890ab'],
  ])('%s names %s', (link, name) => {
    expect(caseLink(link)).toEqual({ ok: true, name });
  });

  test('a case is linked by its number, or by its id while it has none', () => {
    expect(linkOf({ id: 'id-1', number: '00012345' })).toBe('dueline://case/00012345');
    expect(linkOf({ id: '0190a5c1-7b1e-7c3a-9f00-1234567890ab', number: null })).toBe(
      'dueline://case/0190a5c1-7b1e-7c3a-9f00-1234567890ab',
    );
    expect(linkOf({ id: 'id-1', number: 'No. 5/2026' })).toBe('dueline://case/id-1');
    expect(linkOf({ id: 'row 7', number: 'No. 5/2026' })).toBeNull();
  });

  test('what is linked leads back', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.option(fc.string({ maxLength: 80 })), (id, number) => {
        const link = linkOf({ id, number });
        if (link === null) return;
        const read = caseLink(link);
        expect(read.ok && [id, number].includes(read.name)).toBe(true);
      }),
    );
  });
});

describe('hostile links', () => {
  test('each class of attack is among them', () => {
    expect(hostile.length).toBeGreaterThanOrEqual(40);
    expect(new Set(hostile.map(({ link }) => link)).size).toBe(hostile.length);
    const classes = new Set(hostile.map((one) => one.class));
    for (const kind of ['wrong scheme', 'wrong host', 'encoding', 'length', 'control characters', 'path tricks']) {
      expect(classes).toContain(kind);
    }
    expect(classes).toContain("other users' cases");
    expect(new Set(hostile.flatMap(({ fault }) => fault ?? []))).toEqual(new Set(linkFaults));
  });

  test.each(hostile)('$class: $link', ({ link, fault, opens }) => {
    expect(caseLink(link)).toEqual(opens === undefined ? { ok: false, fault } : { ok: true, name: opens });
  });

  test('whatever is let through is a plain name', () => {
    const nasty = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%',
      '%2f',
      '%2525',
      '?',
      '#',
      '@',
      ':',
      ' ',
      '\0',
      '"',
      '-',
      'a',
      '1',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(nasty, fc.string({ maxLength: 3 }))), (parts) => {
        const read = caseLink(`dueline://case/${parts.join('')}`);
        if (read.ok) expect(read.name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
