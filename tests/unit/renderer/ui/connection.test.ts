import { describe, expect, it } from 'vitest';
import { connectionProblem } from '../../../../src-renderer/connection/ConnectionBanner.tsx';
import { connectionAfter } from '../../../../src-renderer/replica/connection.ts';
import type { Connection } from '../../../../src-renderer/replica/replica.ts';
import { TransportError } from '../../../../src-renderer/sync/transport.ts';

const answered = (code: string, message = 'In its words.') =>
  new TransportError(message, { code, message, mutationID: null, path: null });
const online: Connection = { state: 'online' };

describe('the connection after a failure', () => {
  it('is offline where nobody answers, since the first time', () => {
    const first = connectionAfter(new TransportError('Failed to fetch'), online, 1_000);
    expect(first).toStrictEqual({ state: 'offline', sinceAt: 1_000 });
    expect(connectionAfter(answered('unreachable'), first, 2_000)).toBe(first);
  });

  it('is offline with the reason where something on the way lets nothing through', () => {
    const offline: Connection = { state: 'offline', sinceAt: 1_000 };
    const blocked = connectionAfter(answered('way_blocked', 'The certificate is not trusted.'), offline, 2_000);
    expect(blocked).toStrictEqual({ ...offline, blockedBy: 'The certificate is not trusted.' });
    expect(connectionAfter(answered('way_blocked', 'The certificate is not trusted.'), blocked, 3_000)).toBe(blocked);
    expect(connectionAfter(answered('unreachable'), blocked, 4_000)).toStrictEqual(offline);
    expect(connectionProblem(blocked, 2)).toStrictEqual({
      title: 'The way to the backend is blocked.',
      message: expect.stringMatching(/not trusted.*2 actions that are not sent yet are kept.*administrator/),
    });
  });

  it('is failing where the backend answers that it cannot, in its own words', () => {
    const first = connectionAfter(answered('unavailable', 'The disk is full.'), online, 1_000);
    expect(first).toStrictEqual({ state: 'failing', sinceAt: 1_000, message: 'The disk is full.', tries: 1 });
    expect(connectionAfter(answered('internal', 'A fault.'), first, 2_000)).toStrictEqual({
      state: 'failing',
      sinceAt: 1_000,
      message: 'A fault.',
      tries: 2,
    });
  });

  it('is as before where the fault is not the backend’s', () => {
    expect(connectionAfter(new Error('QuotaExceededError'), online, 1_000)).toBe(online);
  });
});

describe('the banner', () => {
  it('says what the backend says, what is kept, and what to do, from the second error on', () => {
    const failing = { state: 'failing', sinceAt: 0, message: 'The disk is full.' } as const;
    expect(connectionProblem({ ...failing, tries: 1 }, 3)).toBeNull();
    const { message = '' } = connectionProblem({ ...failing, tries: 2 }, 3) ?? {};
    expect(message).toContain('“The disk is full.”');
    expect(message).toContain('3 actions that are not sent yet are kept');
    expect(message).toContain('administrator');
  });

  it('says that the app is to be updated, and that what waits is kept', () => {
    const { message = '' } = connectionProblem({ state: 'update_required', message: 'Versions differ.' }, 1) ?? {};
    expect(message).toContain('Versions differ.');
    expect(message).toContain('is kept on this computer');
    expect(message).toContain('Install the current version');
  });

  it('is quiet while online or offline: the rail says that', () => {
    expect(connectionProblem(online, 0)).toBeNull();
    expect(connectionProblem({ state: 'offline', sinceAt: 0 }, 4)).toBeNull();
  });
});
