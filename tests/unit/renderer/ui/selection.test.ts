import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../../src-renderer/app/workspace.ts';
import { actOnAll } from '../../../../src-renderer/bulk/act-on-all.ts';
import { doToAll } from '../../../../src-renderer/bulk/bulk-commands.ts';
import { nothingSelected, selectedOf, stretched, toggled } from '../../../../src-renderer/bulk/selection.ts';
import type { AnyAction } from '../../../../src-renderer/replica/replica.ts';
import type { LastAction } from '../../../../src-renderer/undo/last-actions.ts';
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

  it('begins a stretch where it arrives if the mark stood on a row that is not shown', () => {
    const shown = rows.slice(2);
    const stretch = stretched(nothingSelected, shown, id('a'), id('d'));
    expect(selectedOf(stretch, rows)).toEqual(['d']);
    expect(selectedOf(stretched(stretch, shown, id('d'), id('e')), rows)).toEqual(['d', 'e']);
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
    expect(outcome.refused).toEqual([{ caseId: 'b', code: 'already_owned', message: 'It is yours.' }]);
  });

  const resolveAll = async (caseIds: readonly string[], isRefused: (index: number) => boolean) => {
    const workspace = createWorkspace({ read: () => null, write: () => {} });
    const noted: LastAction[] = [];
    const desk = {
      workspace,
      replica: {
        get: () => undefined,
        mutateAll: async (actions: readonly AnyAction[]) =>
          actions.map((_, index) => (isRefused(index) ? refused('case_closed', 'It is closed.') : accepted)),
      },
      lastActions: { note: (action: LastAction) => void noted.push(action) },
    };
    const outcome = await doToAll(desk, caseIds.map(id), { name: 'resolve' }, (actions, caseId) =>
      actions.resolve(caseId, 'A long root cause.'),
    );
    return { outcome, noted, workspace: workspace.getState() };
  };

  it('is refused as a whole where none was done, however many: the dialog keeps what was typed', async () => {
    const { outcome, noted, workspace } = await resolveAll(['a', 'b'], () => true);
    expect(outcome).toMatchObject({ accepted: false, message: 'None of the 2 cases was changed. It is closed.' });
    expect(noted).toEqual([]);
    expect([...workspace.selected]).toEqual(['a', 'b']);
    expect(await resolveAll(['a'], () => true)).toMatchObject({ outcome: { message: 'It is closed.' } });
  });

  it('is done where some were, and for none at all', async () => {
    const { outcome, noted, workspace } = await resolveAll(['a', 'b'], (index) => index === 0);
    expect(outcome.accepted).toBe(true);
    expect(noted).toHaveLength(1);
    expect([...workspace.selected]).toEqual(['a']);
    expect((await resolveAll([], () => true)).outcome.accepted).toBe(true);
  });
});
