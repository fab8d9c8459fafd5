import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { storeBeforeEnd } from '../../../../src-renderer/desktop/store-before-end.ts';
import type { Draft } from '../../../../src-renderer/replica/replica.ts';
import { caseIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { Desktop } from '../../../../src-shared/desktop-contract.ts';

const caseId = caseIdSchema.parse('case-1');
const half: Draft = { kind: 'reply', text: 'Dear cust' };

/** Ends the app as the main process does, with a text of the opened case or none; answers what happened, in order. */
async function end(
  openId: typeof caseId | null,
  draft: Draft | undefined,
  save: () => Promise<void>,
  flush: () => Promise<void> = async () => {},
) {
  const happened: unknown[] = [];
  const answered = Promise.withResolvers<void>();
  let ending: (payload: never) => void = () => {};
  const desktop: Desktop = {
    call: async (name) => {
      happened.push(name);
      answered.resolve();
      return undefined as never;
    },
    on: (name, listener) => {
      if (name === 'app:ending') ending = listener;
      return () => {};
    },
  };
  const replica = {
    draft: () => draft,
    saveDraft: async (id: string, { text }: Draft) => {
      await save();
      happened.push([id, text]);
    },
    flushDrafts: async () => {
      await flush();
      happened.push('flushed');
    },
  };
  storeBeforeEnd(
    desktop,
    replica,
    createStore(() => ({ openId })),
  );
  ending({} as never);
  await answered.promise;
  return happened;
}

describe('before the app ends', () => {
  test('a half-written text is stored first', async () => {
    expect(await end(caseId, half, async () => {})).toEqual([['case-1', 'Dear cust'], 'flushed', 'app:may-end']);
  });
  test('what was typed in a dialog is stored first, with no case open', async () => {
    const stored: string[] = [];
    const flush = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      stored.push('dialog');
    };
    expect(await end(null, undefined, async () => {}, flush)).toEqual(['flushed', 'app:may-end']);
    expect(stored).toEqual(['dialog']);
  });
  test('nothing is waited for where nothing is typed', async () => {
    expect(await end(null, half, async () => {})).toEqual(['flushed', 'app:may-end']);
    expect(await end(caseId, undefined, async () => {})).toEqual(['flushed', 'app:may-end']);
  });
  test('a disk that is full does not keep it from ending', async () => {
    const full = async () => Promise.reject(new Error('full'));
    expect(await end(caseId, half, full, full)).toEqual(['app:may-end']);
  });
});
