import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createWorkspace } from '../../../../src-renderer/app/workspace.ts';
import { copyLink } from '../../../../src-renderer/links/copy-link.ts';
import { followLinks } from '../../../../src-renderer/links/follow-links.ts';
import { missingWords } from '../../../../src-renderer/links/missing-words.ts';
import { QueueIndex } from '../../../../src-renderer/queue/queue-index.ts';
import type { QueueState } from '../../../../src-renderer/queue/queue-store.ts';
import { type CaseDocument, caseIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { Desktop } from '../../../../src-shared/desktop-contract.ts';
import { type CaseLink, caseLink } from '../../../../src-shared/links/case-link.ts';
import { caseOf, compiled, directory, me } from '../ui/cases.ts';

const known = caseOf('case-a', [], { number: '00012345' });
const late = caseOf('case-b', [], { number: '00054321' });
const context = { policy: compiled, directory, me };
const now = Date.parse('2026-03-02T17:00:00Z');

/** A window that follows links over a desk of these cases, which are read or not. */
function windowWith(cases: readonly CaseDocument[], { isComplete = true } = {}) {
  let waiting: CaseLink | null = null;
  let announce = (): void => {};
  const desktop: Desktop = {
    call: async () => {
      const link = waiting;
      waiting = null;
      return link as never;
    },
    on: (name, listener) => {
      if (name === 'link:waiting') announce = () => listener({} as never);
      return () => {};
    },
  };
  const docs = new Map<string, CaseDocument>();
  const index = new QueueIndex(context, now);
  const queue = createStore<Pick<QueueState, 'index' | 'isComplete'>>(() => ({ index, isComplete }));
  const put = (more: readonly CaseDocument[]): void => {
    for (const doc of more) docs.set(doc.id, doc);
    index.fill(docs.values(), context, now);
  };
  put(cases);
  const workspace = createWorkspace({ read: () => null, write: () => {} });
  const toasts: string[] = [];
  const start = () =>
    followLinks({
      desktop,
      queue,
      workspace,
      replica: { all: () => docs as never },
      toaster: { show: (words) => void toasts.push(words) },
    });
  return {
    workspace,
    toasts,
    start,
    /** The system opens a link; answers when the page has taken it. */
    open: async (text: string) => {
      waiting = caseLink(text);
      announce();
      await Promise.resolve();
      await Promise.resolve();
    },
    arrives: (doc: CaseDocument) => {
      put([doc]);
      queue.setState({});
    },
    isRead: () => queue.setState({ isComplete: true }),
  };
}

describe('links to cases', () => {
  test.each(['dueline://case/00012345', 'dueline://case/case-a'])('%s opens the case', async (link) => {
    const page = windowWith([known]);
    page.start();
    await page.open(link);
    expect(page.workspace.getState()).toMatchObject({ openId: 'case-a', activeId: 'case-a', awaitedLink: null });
  });

  test('one that came before the page was there is taken when it is', async () => {
    const page = windowWith([known]);
    await page.open('dueline://case/00012345');
    page.start();
    await Promise.resolve();
    await Promise.resolve();
    expect(page.workspace.getState().openId).toBe('case-a');
  });

  test('one that comes while cases are read is kept until they are', async () => {
    const page = windowWith([known], { isComplete: false });
    page.start();
    await page.open('dueline://case/00012345');
    expect(page.workspace.getState()).toMatchObject({ openId: null, awaitedLink: '00012345' });
    page.isRead();
    expect(page.workspace.getState()).toMatchObject({ openId: 'case-a', awaitedLink: null });
  });

  test('an unknown case is waited for in place of the opened one, and opens when it comes', async () => {
    const page = windowWith([known]);
    page.start();
    await page.open('dueline://case/00012345');
    await page.open('dueline://case/00054321');
    expect(page.workspace.getState()).toMatchObject({ openId: null, awaitedLink: '00054321' });
    page.arrives(late);
    expect(page.workspace.getState()).toMatchObject({ openId: 'case-b', awaitedLink: null });
  });

  test('whoever opens another case meanwhile is not taken away from it', async () => {
    const page = windowWith([known]);
    page.start();
    await page.open('dueline://case/00054321');
    page.workspace.setState({ openId: known.id });
    page.arrives(late);
    expect(page.workspace.getState()).toMatchObject({ openId: 'case-a', awaitedLink: null });
  });

  test('one that leads nowhere says why, repeats nothing of itself and moves nothing', async () => {
    const page = windowWith([known]);
    page.start();
    await page.open('dueline://case/00012345');
    await page.open('dueline://case/<b>evil</b>');
    expect(page.toasts).toHaveLength(1);
    expect(page.toasts[0]).toContain('not opened');
    expect(page.toasts[0]).not.toContain('evil');
    expect(page.workspace.getState().openId).toBe('case-a');
  });
});

describe('what is said of a case that is not here', () => {
  const online = { connection: { state: 'online' }, progress: null } as const;

  test.each([
    [false, online],
    [true, { connection: { state: 'connecting' }, progress: null } as const],
    [true, { ...online, progress: { done: 1, total: 2 } }],
  ])('while cases are read, that it is looked for', (isComplete, status) => {
    expect(missingWords('00012345', isComplete, status).title).toBe('Looking for case 00012345');
  });

  test('then that it is not on this desk, and what to do', () => {
    const here = missingWords('00012345', true, online);
    expect(here.title).toBe('Case 00012345 is not on this desk (yet)');
    expect(here.text).toContain('ask whoever sent it');
    const offline = { connection: { state: 'offline', sinceAt: now }, progress: null } as const;
    expect(missingWords('00012345', true, offline).text).toContain('next sync');
  });
});

describe('copying the link of a case', () => {
  /** What is copied and said. */
  function copied(doc: CaseDocument, works = true) {
    const texts: string[] = [];
    const toasts: string[] = [];
    const replica = { get: (_collection: string, id: string) => (id === doc.id ? (doc as never) : undefined) };
    const copy = (text: string) => texts.push(text) > 0 && works;
    copyLink(caseIdSchema.parse(doc.id), replica, { show: (words) => void toasts.push(words) }, copy);
    return { texts, toasts };
  }

  test('says what was copied', () => {
    expect(copied(known)).toEqual({
      texts: ['dueline://case/00012345'],
      toasts: ['Copied: dueline://case/00012345'],
    });
  });

  test('shows the link where the browser does not copy', () => {
    expect(copied(known, false).toasts).toEqual(['Not copied. The link is dueline://case/00012345']);
  });

  test('says when no link can name the case', () => {
    const odd = caseOf('row 7', [], { number: 'No. 5/2026' });
    expect(copied(odd)).toMatchObject({ texts: [], toasts: [expect.stringContaining('No. 5/2026')] });
  });
});
