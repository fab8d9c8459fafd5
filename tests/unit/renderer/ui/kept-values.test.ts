import { expect, test } from 'vitest';
import { countTexts, createKeptValues, forget } from '../../../../src-renderer/dialogs/kept-values.ts';

/** The ids under which something stays when these are set. */
function kept(values: Readonly<Record<string, string>>): string[] {
  const drafts = new Set<string>();
  const store = createKeptValues({ draft: () => undefined, saveDraft: async (id) => void drafts.add(id) });
  for (const [key, text] of Object.entries(values)) store.set(key, text);
  return [...drafts];
}

test('what is written in the composer and typed in dialogs counts as a text that is not sent', () => {
  const typed = kept({
    'closing c1 text': 'Map corrected',
    'emergency down': 'All EDI',
    'new case request fields onboarding account': 'ACME',
  });
  expect(countTexts(['case-1', ...typed])).toBe(4);
});

test('what was chosen in a dialog that was left does not', () => {
  const chosen = kept({
    'closing c1 reason': 'agreement',
    'closing c1 breach': '{"resolution":"volume"}',
    'escalate c1 team': 'edi',
    'new case severity': '2',
    'emergency began': '1700000000000',
  });
  expect(countTexts(chosen)).toBe(0);
});

test('what was done takes its own texts away, and none of a dialog whose key only begins alike', () => {
  const store = createKeptValues({ draft: () => undefined, saveDraft: async () => {} });
  const keys = ['instead of c:1', 'instead of c:1 text', 'instead of c:12', 'instead of c:12 summary'];
  for (const key of keys) store.set(key, 'half');
  forget(store, 'instead of c:1');
  expect(keys.filter((key) => store.get(key) !== undefined)).toEqual(keys.slice(2));
  forget(store, 'instead of c:12 ');
  expect(keys.filter((key) => store.get(key) !== undefined)).toEqual(['instead of c:12']);
});
