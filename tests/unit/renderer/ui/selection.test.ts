import { describe, expect, it } from 'vitest';
import { actOnAll } from '../../../../src-renderer/bulk/act-on-all.ts';
import { nothingSelected, selectedOf, stretched, toggled } from '../../../../src-renderer/bulk/selection.ts';
import type { AnyAction } from '../../../../src-renderer/replica/replica.ts';
import { caseIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { accepted, refused } from '../../../../src-shared/mutators/mutator.ts';

const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id: caseIdSchema.parse(id) }));
const id = (name: string) => caseIdSchema.parse(name);

describe('selecting cases', () => {
  it('takes a row in and out', () => {
    const one = toggled(nothingSelected, id('b'));
    expect(selectedOf(one, rows)).toEqual(['b']);
    expect(selectedOf(toggled(one, id('b')), rows)).toEqual([]);
  });

  it('stretches from where it began, back over it as well, and leaves what was selected apart', () => {
    const apart = toggled(nothingSelected, id('a'));
    const begun = { ...apart, selectAnchor: null };
    const down = stretched(begun, rows, id('c'), id('d'));
    expect(selectedOf(down, rows)).toEqual(['a', 'c', 'd']);
    const further = stretched(down, rows, id('d'), id('e'));
    expect(selectedOf(further, rows)).toEqual(['a', 'c', 'd', 'e']);
    const back = stretched(stretched(further, rows, id('e'), id('c')), rows, id('c'), id('b'));
    expect(selectedOf(back, rows)).toEqual(['a', 'b', 'c']);
  });

  it('acts on nothing that has left the list, in the order of the list', () => {
    const selected = new Set(['e', 'gone', 'a'].map(id));
    expect(selectedOf({ selected }, rows)).toEqual(['a', 'e']);
  });
});

describe('one action on many cases', () => {
  it('is the ordinary one on each, handed over together, and tells which were refused', async () => {
    const asked: AnyAction[] = [];
    const outcome = await actOnAll(
      {
        get: () => undefined,
        mutateAll: async (actions) => {
          asked.push(...actions);
          return actions.map((_, index) => (index === 1 ? refused('already_owned', 'It is yours.') : accepted));
        },
      },
      ['a', 'b', 'c'].map(id),
      (actions, caseId) => actions.claim(caseId),
    );
    expect(asked.map(({ name }) => name)).toEqual(['claim', 'claim', 'claim']);
    expect(new Set(asked.map(({ args }) => JSON.stringify(args))).size).toBe(3);
    expect(outcome.done.map(({ caseId }) => caseId)).toEqual(['a', 'c']);
    expect(outcome.refused).toEqual([{ caseId: 'b', message: 'It is yours.' }]);
  });
});
