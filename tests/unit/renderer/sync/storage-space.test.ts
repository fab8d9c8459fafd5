import { describe, expect, test } from 'vitest';
import type { StoredDocument } from '../../../../src-renderer/sync/client-store.ts';
import { isFull } from '../../../../src-renderer/sync/storage-problems.ts';
import {
  askToKeepStorage,
  browserSpace,
  isTooLowToTidy,
  refuseWhenLow,
  SpaceLowError,
} from '../../../../src-renderer/sync/storage-space.ts';

const mebibyte = 1 << 20;

/** What of the browser's `navigator.storage` is asked. */
function storage(answers: {
  readonly estimate?: () => Promise<StorageEstimate>;
  readonly persisted?: boolean;
  readonly persist?: () => Promise<boolean>;
}): StorageManager {
  const manager: Pick<StorageManager, 'estimate' | 'persist' | 'persisted'> = {
    estimate: answers.estimate ?? (async () => ({})),
    persisted: async () => answers.persisted ?? false,
    persist: answers.persist ?? (async () => true),
  };
  return manager as StorageManager;
}

/** A desktop that knows only how much room the disk has, or not even that. */
const desktop = (freeBytes: number | null): Parameters<typeof browserSpace>[0] => ({
  call: async () => {
    if (freeBytes === null) throw new Error('EIO');
    return { freeBytes } as never;
  },
});

describe('free space', () => {
  const granted = (bytes: number) => storage({ estimate: async () => ({ quota: bytes + 10, usage: 10 }) });

  test('is the lesser of what the browser grants and what the disk has', async () => {
    expect(await browserSpace(desktop(500), granted(700)).freeBytes()).toBe(500);
    expect(await browserSpace(desktop(700), granted(500)).freeBytes()).toBe(500);
  });

  test('is what one of them says when the other cannot, and unknown when neither can', async () => {
    const silent = storage({ estimate: () => Promise.reject(new Error('no')) });
    expect(await browserSpace(desktop(null), granted(500)).freeBytes()).toBe(500);
    expect(await browserSpace(desktop(500), silent).freeBytes()).toBe(500);
    expect(await browserSpace(desktop(null), silent).freeBytes()).toBeNull();
  });
});

describe('when space runs out', () => {
  const room = (freeBytes: number | null) => ({ freeBytes: async () => freeBytes });
  const documents = (count: number) =>
    Array.from({ length: count }, (_, at): StoredDocument => ['products', `p${at}`, 1, { id: `p${at}` }]);

  test('large changes are held back first, then every document, and an action never', async () => {
    const many = { documents: documents(2_000) };
    const few = { documents: documents(3) };
    const action = { putOutbox: [{ id: 1, name: 'note', args: {}, timestamp: 1 }] };
    await expect(refuseWhenLow(room(200 * mebibyte), many)).rejects.toThrow(SpaceLowError);
    await refuseWhenLow(room(200 * mebibyte), few);
    await expect(refuseWhenLow(room(20 * mebibyte), few)).rejects.toThrow(SpaceLowError);
    await refuseWhenLow(room(0), action);
    await refuseWhenLow(room(null), many);
  });

  test('tidying up waits with the large changes', async () => {
    expect(await isTooLowToTidy(room(200 * mebibyte))).toBe(true);
    expect(await isTooLowToTidy(room(2_000 * mebibyte))).toBe(false);
    expect(await isTooLowToTidy(room(null))).toBe(false);
  });
});

describe('a failed write', () => {
  test.each([
    [new DOMException('x', 'QuotaExceededError'), true],
    [Object.assign(new Error('x'), { name: 'AbortError', inner: new DOMException('x', 'QuotaExceededError') }), true],
    [new SpaceLowError('x'), true],
    [new DOMException('x', 'InvalidStateError'), false],
    [new Error('x'), false],
    ['x', false],
  ])('%s is for want of room: %s', (error, full) => {
    expect(isFull(error)).toBe(full);
  });
});

describe('the browser is asked to keep the data', () => {
  test('once, and an answer of no stops nothing', async () => {
    let asked = 0;
    const persist = async () => {
      asked += 1;
      return false;
    };
    expect(await askToKeepStorage(storage({ persisted: true, persist }))).toBe(true);
    expect(asked).toBe(0);
    expect(await askToKeepStorage(storage({ persist }))).toBe(false);
    expect(await askToKeepStorage(storage({ persist: () => Promise.reject(new Error('no')) }))).toBe(false);
  });
});
