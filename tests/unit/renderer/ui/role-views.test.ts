import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { followRole } from '../../../../src-renderer/app/start-view.ts';
import { createWorkspace } from '../../../../src-renderer/app/workspace.ts';
import type { QueueState } from '../../../../src-renderer/queue/queue-store.ts';
import { roleViews, viewAt, viewOf } from '../../../../src-renderer/queue/role-views.ts';
import { noCounts } from '../../../../src-renderer/queue/views.ts';
import { roleSchema } from '../../../../src-shared/directory/documents.ts';

const nothingKept = { read: () => null, write: () => {} };

describe('rule-6 each role’s own queue', () => {
  it.each(roleSchema.options)('of a %s starts in a view of its rail, each once and under a number key', (role) => {
    const { views, start } = roleViews[role];
    expect(views).toContain(start);
    expect(new Set(views).size).toBe(views.length);
    expect(views.length).toBeLessThanOrEqual(9);
    expect(views.map((_, place) => viewAt(role, place))).toStrictEqual(views);
    expect(viewAt(role, views.length)).toBeNull();
  });

  it('begins where the role’s work comes in: own cases, hand-offs, the whole backlog', () => {
    expect(Object.entries(roleViews).map(([role, { start }]) => [role, start])).toStrictEqual([
      ['coa', 'mine'],
      ['tae', 'hand_offs'],
      ['lead', 'open'],
      ['administrator', 'open'],
    ]);
    expect(roleViews.coa.views).toEqual(expect.arrayContaining(['mine', 'untriaged', 'unassigned']));
    expect(roleViews.tae.views).toEqual(expect.arrayContaining(['hand_offs', 'technical']));
    expect(roleViews.lead.views).toEqual(expect.arrayContaining(['open', 'overdue', 'untriaged', 'ready_to_close']));
    expect(roleViews.administrator.views).not.toContain('mine');
  });

  it('leads to a case that left its view only where the rail leads as well', () => {
    expect(viewOf('coa', () => true)).toBe('mine');
    expect(viewOf('administrator', () => true)).toBe('unassigned');
    expect(viewOf('coa', (view) => view === 'closed')).toBe('closed');
    expect(viewOf('coa', () => false)).toBeNull();
  });
});

describe('a window that learns later who acts', () => {
  const queueOf = () =>
    createStore<QueueState>(() => ({
      index: null,
      policy: null,
      revision: 0,
      counts: noCounts,
      me: null,
      role: 'coa',
      isComplete: false,
    }));

  it('goes to where that role starts, unless it was led elsewhere', () => {
    const queue = queueOf();
    const untouched = createWorkspace(nothingKept);
    const led = createWorkspace(nothingKept, 'closed');
    followRole(queue, untouched);
    followRole(queue, led);
    queue.setState({ role: 'lead' });
    expect(untouched.getState().view).toBe('open');
    expect(led.getState().view).toBe('closed');
  });
});
