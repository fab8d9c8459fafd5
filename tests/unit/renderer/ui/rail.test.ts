import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { roleViews } from '../../../../src-renderer/queue/role-views.ts';
import { noCounts, type ViewCounts } from '../../../../src-renderer/queue/views.ts';
import { Rail } from '../../../../src-renderer/rail/Rail.tsx';

function railOf(counts: ViewCounts | null): string {
  const markup = renderToStaticMarkup(
    createElement(Rail, {
      connection: { state: 'connecting' },
      starting: false,
      waiting: 0,
      lastSyncAt: null,
      now: 0,
      supportHours: null,
      page: 'queue',
      view: 'mine',
      views: roleViews.coa.views,
      counts,
      dueReminders: 0,
      savedViews: [],
      savedViewId: null,
      onShowSavedView: () => undefined,
      onCall: null,
      attention: 2,
      user: null,
      onShowView: () => undefined,
      onShowAttention: () => undefined,
      onReconnect: () => undefined,
    }),
  );
  return markup.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

describe('the rail', () => {
  it('says how many cases a view holds', () => {
    expect(railOf({ ...noCounts, mine: 23, overdue: 1_204 })).toMatch(/My cases 23 .*Overdue 1,204 .*Hand-offs 0 /);
  });

  it('does not say that there are none while they are loaded', () => {
    expect(railOf(null)).toMatch(/My cases – .*Overdue – .*Hand-offs – .*Needs attention 2 /);
  });
});
