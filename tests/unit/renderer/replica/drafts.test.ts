import { describe, expect, test } from 'vitest';
import { createDrafts } from '../../../../src-renderer/replica/drafts.ts';
import type { StoreChange } from '../../../../src-renderer/sync/client-store.ts';
import { SimulatedTime, settle } from '../sync/simulated-world.ts';

function newDrafts() {
  const time = new SimulatedTime();
  const writes: { change: StoreChange; done: () => void; fail: (error: Error) => void }[] = [];
  const commit = (change: StoreChange) =>
    new Promise<void>((done, fail) => {
      writes.push({ change, done, fail });
    });
  return { time, writes, drafts: createDrafts([], commit, time) };
}
const reply = (text: string) => ({ kind: 'reply' as const, text });
const texts = (change: StoreChange | undefined) => change?.putDrafts?.map((row) => row.text);

describe('a half-written text', () => {
  test('is there at once, and stored within 200 ms even if typing never stops', async () => {
    const { time, writes, drafts } = newDrafts();
    for (let at = 1; at <= 10; at += 1) {
      void drafts.save('c', reply('x'.repeat(at)));
      expect(drafts.get('c')?.text).toHaveLength(at);
      await time.pass(20);
    }
    expect(texts(writes[0]?.change)).toEqual(['xxxxxxxx']);
  });

  test('is written one write at a time, and the last text wins', async () => {
    const { time, writes, drafts } = newDrafts();
    const first = drafts.save('c', reply('one'));
    await time.pass(200);
    const second = drafts.save('c', reply('two'));
    await time.pass(200);
    const third = drafts.save('c', reply('three'));
    await time.pass(200);
    expect(writes).toHaveLength(1);
    writes[0]?.done();
    await settle();
    expect(writes.map((write) => texts(write.change))).toEqual([['one'], ['three']]);
    writes[1]?.done();
    await Promise.all([first, second, third]);
    expect(writes).toHaveLength(2);
  });

  test('is stored at once when the window goes', async () => {
    const { writes, drafts } = newDrafts();
    const saved = drafts.save('c', reply('one'));
    const flushed = drafts.flush();
    await settle();
    expect(texts(writes[0]?.change)).toEqual(['one']);
    writes[0]?.done();
    await Promise.all([saved, flushed]);
  });

  test('that is emptied is removed', async () => {
    const { time, writes, drafts } = newDrafts();
    void drafts.save('c', reply('one'));
    void drafts.save('c', reply(''));
    await time.pass(200);
    expect(writes[0]?.change).toEqual({ removeDrafts: ['c'], putDrafts: [] });
    expect(drafts.get('c')).toBeUndefined();
  });

  test('that could not be stored says so, and goes along with the next one', async () => {
    const { time, writes, drafts } = newDrafts();
    const failed = drafts.save('c', reply('one'));
    const told = expect(failed).rejects.toThrow('disk full');
    await time.pass(200);
    writes[0]?.fail(new Error('disk full'));
    await told;
    const other = drafts.save('d', reply('two'));
    await time.pass(200);
    expect(texts(writes[1]?.change)).toEqual(['one', 'two']);
    writes[1]?.done();
    await other;
  });
});
