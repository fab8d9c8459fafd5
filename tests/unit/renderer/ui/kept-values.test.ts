import { expect, test } from 'vitest';
import { countTexts, createKeptValues } from '../../../../src-renderer/dialogs/kept-values.ts';

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
    'escalate c1 team': 'edi',
    'new case severity': '2',
    'emergency began': '1700000000000',
  });
  expect(countTexts(chosen)).toBe(0);
});
