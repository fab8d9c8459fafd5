import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BackendAnswer, BackendProcess } from '../../../../src-main/backend/backend-process.ts';
import { restartDelayMs, superviseBackend } from '../../../../src-main/backend/supervisor.ts';
import { ownNetwork } from '../../../../src-main/network/network.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A backend process that does what the test says. */
function fakeProcess(log: string[], name: string) {
  const exits: ((code: number, said: string) => void)[] = [];
  let answer: (answer: BackendAnswer) => void = () => {};
  const process: BackendProcess = {
    onAnswer: (listener) => {
      answer = listener;
    },
    onExit: (listener) => exits.push(listener),
    stop: () => log.push(`${name} stop`),
    kill: () => log.push(`${name} kill`),
  };
  return {
    process,
    listens: (port: number) => answer({ type: 'listening', port, userId: 'u' }),
    fails: (message: string) => answer({ type: 'failed', message }),
    exits: (code = 1, said = '') => {
      for (const exit of exits) exit(code, said);
    },
  };
}

function supervise() {
  const log: string[] = [];
  const started: ReturnType<typeof fakeProcess>[] = [];
  const supervisor = superviseBackend({
    fork: () => {
      const name = `p${started.length + 1}`;
      const fake = fakeProcess(log, name);
      started.push(fake);
      return { process: fake.process, token: `token of ${name}` };
    },
    onChange: (state) => log.push(state.state),
  });
  const latest = () => {
    const fake = started.at(-1);
    if (!fake) throw new Error('Nothing was started.');
    return fake;
  };
  return { supervisor, log, started, latest };
}

describe('the supervisor of the embedded backend', () => {
  test('knows the address while the backend runs, and a new token after each start', () => {
    const { supervisor, latest } = supervise();
    supervisor.start();
    expect(supervisor.address).toBeUndefined();
    latest().listens(4711);
    expect(supervisor.address).toEqual({ baseUrl: 'http://127.0.0.1:4711', token: 'token of p1', network: ownNetwork });
    latest().exits();
    expect(supervisor.address).toBeUndefined();
    vi.advanceTimersByTime(0);
    latest().listens(4712);
    expect(supervisor.address).toEqual({ baseUrl: 'http://127.0.0.1:4712', token: 'token of p2', network: ownNetwork });
  });

  test('starts again after a crash: at once, then with growing pauses', () => {
    expect([1, 2, 3, 4, 5, 20].map(restartDelayMs)).toEqual([0, 250, 500, 1_000, 2_000, 10_000]);
    const { supervisor, log, latest } = supervise();
    supervisor.start();
    latest().listens(1);
    latest().exits();
    vi.advanceTimersByTime(0);
    latest().listens(2);
    expect(log).toEqual(['running', 'restarting', 'running']);
  });

  test('gives up after six quick exits in a row and repeats what the backend said last', () => {
    const { supervisor, started, latest } = supervise();
    supervisor.start();
    for (let exits = 0; exits < 6; exits++) {
      latest().exits(7, '\nout of disk');
      vi.advanceTimersByTime(10_000);
    }
    expect(started).toHaveLength(6);
    expect(supervisor.state).toEqual({
      kind: 'embedded',
      state: 'failed',
      message: 'The backend ended 6 times in a row (exit code 7).\nout of disk',
    });
  });

  test('a backend that ran for a while starts the count anew', () => {
    const { supervisor, started, latest } = supervise();
    supervisor.start();
    for (let exits = 0; exits < 20; exits++) {
      latest().listens(1);
      vi.advanceTimersByTime(30_000);
      latest().exits();
      vi.advanceTimersByTime(10_000);
    }
    expect(started).toHaveLength(21);
    expect(supervisor.state.state).not.toBe('failed');
  });

  test('one that says why it cannot run is ended and not started again', () => {
    const { supervisor, log, started, latest } = supervise();
    supervisor.start();
    latest().fails('The data folder is locked.');
    expect(log).toEqual(['p1 kill']);
    latest().exits();
    vi.advanceTimersByTime(60_000);
    expect(started).toHaveLength(1);
    expect(supervisor.state).toEqual({ kind: 'embedded', state: 'failed', message: 'The data folder is locked.' });
  });

  test('one that hangs at its start is ended and started again', () => {
    const { supervisor, log, started, latest } = supervise();
    supervisor.start();
    vi.advanceTimersByTime(60_000);
    expect(log).toEqual(['p1 kill']);
    latest().exits();
    vi.advanceTimersByTime(0);
    expect(started).toHaveLength(2);
  });

  test('a restart by hand starts again after it gave up, and ends a running one first', () => {
    const { supervisor, log, started, latest } = supervise();
    supervisor.start();
    latest().fails('No.');
    latest().exits();
    supervisor.restart();
    expect(started).toHaveLength(2);
    latest().listens(1);
    supervisor.restart();
    expect(log.at(-1)).toBe('p2 stop');
    expect(started).toHaveLength(2);
    latest().exits(0);
    vi.advanceTimersByTime(0);
    expect(started).toHaveLength(3);
  });

  test('stopping waits for a clean end and starts nothing more', async () => {
    const { supervisor, log, started, latest } = supervise();
    supervisor.start();
    latest().listens(1);
    const stopped = supervisor.stop();
    expect(log.at(-1)).toBe('p1 stop');
    latest().exits(0);
    await stopped;
    vi.advanceTimersByTime(60_000);
    expect(started).toHaveLength(1);
  });

  test('stopping does not wait for ever', async () => {
    const { supervisor, log, latest } = supervise();
    supervisor.start();
    latest().listens(1);
    const stopped = supervisor.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    await stopped;
    expect(log.at(-1)).toBe('p1 kill');
  });
});
