import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { storeBeforeEnd } from '../../../../src-renderer/desktop/store-before-end.ts';
import type { Draft } from '../../../../src-renderer/replica/replica.ts';
import { caseIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { Desktop } from '../../../../src-shared/desktop-contract.ts';

const caseId = caseIdSchema.parse('case-1');
const half: Draft = { kind: 'reply', text: 'Dear cust' };

/** Ends the app as the main process does, with a text of the opened case or none; answers what happened, in order. */
async function end(openId: typeof caseId | null, draft: Draft | undefined, save: () => Promise<void>) {
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
    expect(await end(caseId, half, async () => {})).toEqual([['case-1', 'Dear cust'], 'app:may-end']);
  });
  test('nothing is waited for where nothing is typed', async () => {
    expect(await end(null, half, async () => {})).toEqual(['app:may-end']);
    expect(await end(caseId, undefined, async () => {})).toEqual(['app:may-end']);
  });
  test('a disk that is full does not keep it from ending', async () => {
    const full = async () => Promise.reject(new Error('full'));
    expect(await end(caseId, half, full)).toEqual(['app:may-end']);
  });
});
