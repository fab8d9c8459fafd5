import { describe, expect, it } from 'vitest';
import { createAlerts } from '../../../../src-renderer/deadlines/alerts.ts';
import { betweenSoundsMs, noticeSound } from '../../../../src-renderer/deadlines/notice-sound.ts';
import type { Alert } from '../../../../src-shared/deadlines/deadline.ts';
import { fakeDesktop } from '../fake-desktop.ts';

const alert = (notice: number): Alert => ({
  notice,
  at: 0,
  form: 'case',
  title: `t${notice}`,
  body: '',
  cases: [],
  caseId: 'c',
});
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the deadlines that wait to be seen', () => {
  it('are those that were kept, and those that come', async () => {
    const { desktop, say } = fakeDesktop({ 'deadlines:alerts': () => [alert(1)] });
    const { list } = createAlerts(desktop);
    expect(list.getState()).toEqual([]);
    await turn();
    expect(list.getState()).toEqual([alert(1)]);
    say('deadlines:alerts', [alert(1), alert(2)]);
    expect(list.getState()).toEqual([alert(1), alert(2)]);
  });

  it('are not taken back by an answer that is older than what was said meanwhile', async () => {
    const { desktop, say } = fakeDesktop({ 'deadlines:alerts': () => [] });
    const { list } = createAlerts(desktop);
    say('deadlines:alerts', [alert(1)]);
    await turn();
    expect(list.getState()).toEqual([alert(1)]);
  });

  it('go at once when they are seen, and do not come back with what was under way', async () => {
    const { desktop, say, calls } = fakeDesktop({ 'deadlines:alerts': () => [alert(1), alert(2)] });
    const { list, see } = createAlerts(desktop);
    await turn();
    see(1);
    expect(list.getState()).toEqual([alert(2)]);
    expect(calls).toContainEqual(['deadlines:seen', { notice: 1 }]);
    say('deadlines:alerts', [alert(1), alert(2), alert(3)]);
    expect(list.getState()).toEqual([alert(2), alert(3)]);
  });

  it('are none where the main process does not answer', async () => {
    const { desktop } = fakeDesktop({
      'deadlines:alerts': () => {
        throw new Error('gone');
      },
      'deadlines:seen': () => {
        throw new Error('gone');
      },
    });
    const { list, see } = createAlerts(desktop);
    see(1);
    await turn();
    expect(list.getState()).toEqual([]);
  });
});

describe('the sound of a deadline', () => {
  it('is heard once in two seconds, at the volume that was chosen', () => {
    let now = 0;
    const heard: number[] = [];
    const { play } = noticeSound({ now: () => now, chime: (volume) => void heard.push(volume) });
    play(0.5);
    play(0.5);
    now = betweenSoundsMs - 1;
    play(0.7);
    now = betweenSoundsMs;
    play(0);
    play(3);
    expect(heard).toEqual([0.5, 1]);
  });
});
