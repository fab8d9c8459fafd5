import { describe, expect, test } from 'vitest';
import { caseDocumentSchema } from '../../../../src-shared/cases/case-document.ts';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { parsePolicy } from '../../../../src-shared/policy/parse-policy.ts';
import { collectionNameSchema, collectionSchemas } from '../../../../src-shared/sync/collections.ts';
import { documentTexts } from '../../../fixtures/document-texts.ts';
import { hostileDesk, shownTexts } from '../../../fixtures/hostile-desk.ts';
import { otherText, scriptText } from '../../../fixtures/hostile-words.ts';
import { unseenTexts } from '../../../fixtures/unseen-texts.ts';

const now = Date.parse('2026-11-28T20:00:00Z');

describe('the texts of documents', () => {
  test('each is shown by the hostile desk, which the window is tested with, or is excused with a reason', () => {
    const shown = shownTexts();
    const places = documentTexts().map(({ place }) => place);
    expect(places.filter((place) => !shown.includes(place) && unseenTexts[place] === undefined)).toEqual([]);
    // Nor is one excused that is gone, or that is shown after all.
    expect(Object.keys(unseenTexts).filter((place) => !places.includes(place) || shown.includes(place))).toEqual([]);
    expect(shown.filter((place) => !places.includes(place))).toEqual([]);
  });

  test.each([
    ['script', scriptText],
    ['every other class', otherText],
  ])('a desk of %s is one that the backend takes', (_class, text) => {
    const desk = hostileDesk(text, now);
    for (const { collection, id, doc } of desk) {
      const schema = collectionSchemas[collectionNameSchema.parse(collection)];
      expect(schema.safeParse(doc), `${collection} ${id}`).toMatchObject({ success: true });
    }
    const parsed = parsePolicy(desk.find(({ collection }) => collection === 'policy')?.doc);
    if (!parsed.ok) throw new Error(`The policy is refused: ${JSON.stringify(parsed.problems)}`);
    const policy = compilePolicy(parsed.policy);
    const states = desk
      .filter(({ collection }) => collection === 'cases')
      .map(({ doc }) => foldCase(policy, caseDocumentSchema.parse(doc).events).status);
    expect(states).toEqual(['in_progress', 'new', 'new', 'new', 'closed']);
  });
});
