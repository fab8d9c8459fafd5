import type { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { SyncFacts } from '../../../../src-shared/desktop/sync-facts.ts';

const system = vi.hoisted(
  () =>
    ({ quit: vi.fn(), showMessageBox: vi.fn(), app: null, powerMonitor: null }) as {
      quit: ReturnType<typeof vi.fn>;
      showMessageBox: ReturnType<typeof vi.fn>;
      app: EventEmitter | null;
      powerMonitor: EventEmitter | null;
    },
);
vi.mock('electron', async () => {
  const events = await import('node:events');
  system.app = Object.assign(new events.EventEmitter(), { quit: system.quit });
  system.powerMonitor = new events.EventEmitter();
  return { app: system.app, powerMonitor: system.powerMonitor, dialog: { showMessageBox: system.showMessageBox } };
});
const { quitQuestion, setUpEnding } = await import('../../../../src-main/startup/ask-to-quit.ts');

describe('what is asked before the app quits', () => {
  test('nothing when everything has been sent, or nothing is known', () => {
    expect(quitQuestion(null)).toBeNull();
    expect(quitQuestion({ connection: 'offline', waiting: 0 })).toBeNull();
  });

  test('counts what is not sent yet, and says that it is kept', () => {
    expect(quitQuestion({ connection: 'offline', waiting: 3 })).toEqual({
      message: '3 changes are not sent yet.',
      detail: 'They are kept here and sent next time. What you have typed is kept as a draft.',
    });
    expect(quitQuestion({ connection: 'online', waiting: 1 })).toMatchObject({
      message: '1 change is not sent yet.',
      detail: expect.stringContaining('It is kept here'),
    });
  });
});

describe('quitting', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    system.app?.removeAllListeners();
    system.powerMonitor?.removeAllListeners();
    system.quit.mockReset();
    system.showMessageBox.mockReset();
    return () => vi.useRealTimers();
  });

  function setUp(sync: SyncFacts | null) {
    const sent: string[] = [];
    const window = {
      current: () => ({ isVisible: () => false }),
      send: (name: string) => void sent.push(name),
    };
    const ending = setUpEnding(window as unknown as Parameters<typeof setUpEnding>[0], () => sync);
    /** Quits as the menu does; true if the app is held back for now. */
    const quit = async (): Promise<boolean> => {
      const event = { isHeld: false, preventDefault: () => Object.assign(event, { isHeld: true }) };
      system.app?.emit('before-quit', event);
      await vi.advanceTimersByTimeAsync(0);
      return event.isHeld;
    };
    return { ending, sent, quit };
  }
  const sent = { connection: 'online', waiting: 0 } as const;
  const unsent = { connection: 'offline', waiting: 2 } as const;

  test('waits until the page has stored what is typed', async () => {
    const { ending, sent: told, quit } = setUp(sent);
    expect(await quit()).toBe(true);
    expect(told).toEqual(['app:ending']);
    expect(system.quit).not.toHaveBeenCalled();
    ending.stored();
    await vi.advanceTimersByTimeAsync(0);
    expect(system.quit).toHaveBeenCalledTimes(1);
    expect(ending.isSettled()).toBe(true);
    expect(await quit()).toBe(false);
    expect(system.showMessageBox).not.toHaveBeenCalled();
  });

  test('does not wait for a page that hangs, or that never said anything', async () => {
    await setUp(sent).quit();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(system.quit).toHaveBeenCalledTimes(1);

    system.app?.removeAllListeners();
    const { sent: told, quit } = setUp(null);
    await quit();
    expect(told).toEqual([]);
    expect(system.quit).toHaveBeenCalledTimes(2);
  });

  test('stays when the agent wants to, and asks again the next time', async () => {
    system.showMessageBox.mockResolvedValue({ response: 1 });
    const { ending, sent: told, quit } = setUp(unsent);
    expect(await quit()).toBe(true);
    expect(await quit()).toBe(true);
    expect(system.showMessageBox).toHaveBeenCalledTimes(2);
    expect([told, ending.isSettled()]).toEqual([[], false]);
    expect(system.quit).not.toHaveBeenCalled();
  });

  test('asks once, however often it is told to quit meanwhile', async () => {
    system.showMessageBox.mockReturnValue(new Promise(() => {}));
    const { quit } = setUp(unsent);
    expect([await quit(), await quit(), await quit()]).toEqual([true, true, true]);
    expect(system.showMessageBox).toHaveBeenCalledTimes(1);
  });

  test('is not held up when the computer is turned off', async () => {
    const { quit } = setUp(unsent);
    system.powerMonitor?.emit('shutdown');
    expect(await quit()).toBe(false);
    expect(system.showMessageBox).not.toHaveBeenCalled();
  });

  test('goes on when the system cannot show the question', async () => {
    system.showMessageBox.mockRejectedValue(new Error('no display'));
    const { quit } = setUp(unsent);
    await quit();
    expect(system.quit).toHaveBeenCalledTimes(1);
  });
});
