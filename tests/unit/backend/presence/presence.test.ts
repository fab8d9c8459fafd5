import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type EventSink, mostSessions, Presence, presenceLifeMs } from '../../../../src-backend/presence/presence.ts';
import { type Signals, signalLimitBytes } from '../../../../src-backend/storage/signals.ts';
import { caseIdSchema, userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { mostPeopleNamed, presenceEventSchema } from '../../../../src-shared/sync/presence.ts';
import { spaceIdSchema } from '../../../../src-shared/sync/protocol.ts';

const main = spaceIdSchema.parse('main');
const other = spaceIdSchema.parse('other');
const ana = userIdSchema.parse('ana');
const ben = userIdSchema.parse('ben');
/** Longer than changes are gathered, here and on the way to another process. */
const soonMs = 500;

const opened: Presence[] = [];
beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  for (const presence of opened.splice(0)) presence.close();
  vi.useRealTimers();
});

function start(signals: Signals | null = null): Presence {
  const presence = new Presence(signals);
  opened.push(presence);
  return presence;
}

/** An event stream that shows what its reader knows. */
class Stream implements EventSink {
  writableNeedDrain = false;
  writes = 0;
  bytes = 0;
  readonly cases = new Map<string, string>();
  readonly #listeners = new Map<string, () => void>();

  write(text: string): void {
    this.writes += 1;
    this.bytes += text.length;
    const data = /^event: presence\ndata: (.+)\n\n$/.exec(text)?.[1];
    const { all, cases } = presenceEventSchema.parse(JSON.parse(data ?? ''));
    if (all) this.cases.clear();
    for (const { caseId, people } of cases) {
      const words = people.map(({ userId, activity }) => `${userId} ${activity}`).join(', ');
      if (words === '') this.cases.delete(caseId);
      else this.cases.set(caseId, words);
    }
  }

  on(event: string, listener: () => void): void {
    this.#listeners.set(event, listener);
  }

  tell(event: 'close' | 'drain'): void {
    this.#listeners.get(event)?.();
  }

  get shown() {
    return Object.fromEntries(this.cases);
  }
}

function join(presence: Presence, user = ben, session: string | null = 'ben-1', space = main): Stream {
  const stream = new Stream();
  presence.add(space, user, session, stream);
  return stream;
}

function show(
  presence: Presence,
  caseId: string | null,
  { user = ana, session = 'ana-1', space = main, writes = false } = {},
): void {
  const activity = writes ? 'writing' : 'viewing';
  const shown = caseId === null ? null : caseIdSchema.parse(caseId);
  presence.tell(space, user, { session, caseId: shown, activity });
}

describe('presence', () => {
  test('is told to those who listen, as it changes', () => {
    const presence = start();
    const stream = join(presence);
    show(presence, 'a');
    vi.advanceTimersByTime(soonMs);
    expect(stream.shown).toEqual({ a: 'ana viewing' });
    show(presence, 'a', { writes: true });
    vi.advanceTimersByTime(soonMs);
    expect(stream.shown).toEqual({ a: 'ana writing' });
    show(presence, 'b');
    vi.advanceTimersByTime(soonMs);
    expect(stream.shown).toEqual({ b: 'ana viewing' });
    show(presence, null);
    vi.advanceTimersByTime(soonMs);
    expect(stream.shown).toEqual({});
  });

  test('is told to whoever comes later', () => {
    const presence = start();
    show(presence, 'a');
    show(presence, 'a', { user: ben, session: 'ben-1', writes: true });
    vi.advanceTimersByTime(soonMs);
    expect(join(presence).shown).toEqual({ a: 'ben writing, ana viewing' });
  });

  test('ends by itself when it is not renewed', () => {
    const presence = start();
    const stream = join(presence);
    show(presence, 'a');
    for (let renewed = 0; renewed < 10; renewed += 1) {
      vi.advanceTimersByTime(20_000);
      show(presence, 'a');
    }
    expect(stream.shown).toEqual({ a: 'ana viewing' });
    // A renewal is nothing new to anybody.
    expect(stream.writes).toBe(1);
    vi.advanceTimersByTime(presenceLifeMs - 1);
    expect(stream.shown).toEqual({ a: 'ana viewing' });
    vi.advanceTimersByTime(10_000);
    expect(stream.shown).toEqual({});
  });

  test('ends at once with the stream of its window, and not with that of another', () => {
    const presence = start();
    const listening = join(presence);
    const own = join(presence, ana, 'ana-1');
    const second = join(presence, ana, 'ana-2');
    show(presence, 'a');
    show(presence, 'b', { session: 'ana-2' });
    vi.advanceTimersByTime(soonMs);
    second.tell('close');
    vi.advanceTimersByTime(soonMs);
    expect(listening.shown).toEqual({ a: 'ana viewing' });
    own.tell('close');
    vi.advanceTimersByTime(soonMs);
    expect(listening.shown).toEqual({});
  });

  test('outlives a stream of its window that another one has replaced', () => {
    const presence = start();
    const listening = join(presence);
    const first = join(presence, ana, 'ana-1');
    join(presence, ana, 'ana-1');
    show(presence, 'a');
    first.tell('close');
    vi.advanceTimersByTime(soonMs);
    expect(listening.shown).toEqual({ a: 'ana viewing' });
  });

  test('nobody can end or move the presence of another by naming their window', () => {
    const presence = start();
    const listening = join(presence);
    show(presence, 'a');
    show(presence, null, { user: ben });
    join(presence, ben, 'ana-1').tell('close');
    vi.advanceTimersByTime(soonMs);
    expect(listening.shown).toEqual({ a: 'ana viewing' });
  });

  test('two windows of one user on one case are one person, who writes if one of them does', () => {
    const presence = start();
    const stream = join(presence);
    show(presence, 'a');
    show(presence, 'a', { session: 'ana-2', writes: true });
    vi.advanceTimersByTime(soonMs);
    expect(stream.shown).toEqual({ a: 'ana writing' });
    show(presence, null, { session: 'ana-2' });
    vi.advanceTimersByTime(soonMs);
    expect(stream.shown).toEqual({ a: 'ana viewing' });
  });

  test('of another space is not told', () => {
    const presence = start();
    const here = join(presence);
    const there = join(presence, ben, 'ben-2', other);
    show(presence, 'a', { space: other });
    vi.advanceTimersByTime(soonMs);
    expect(here.writes).toBe(0);
    expect(there.shown).toEqual({ a: 'ana viewing' });
    expect(join(presence).writes).toBe(0);
  });

  test('is told whole to a reader that was too slow for the changes', () => {
    const presence = start();
    const stream = join(presence);
    show(presence, 'a');
    vi.advanceTimersByTime(soonMs);
    stream.writableNeedDrain = true;
    show(presence, 'b');
    vi.advanceTimersByTime(soonMs);
    expect(stream.shown).toEqual({ a: 'ana viewing' });
    stream.writableNeedDrain = false;
    stream.tell('drain');
    expect(stream.shown).toEqual({ b: 'ana viewing' });
  });

  test('is bounded for each user, and in the names of one case', () => {
    const presence = start();
    const stream = join(presence);
    for (let n = 0; n < 100; n += 1) show(presence, `case ${n}`, { session: `window ${n}` });
    vi.advanceTimersByTime(soonMs);
    expect(Object.keys(stream.shown)).toEqual(Array.from({ length: mostSessions }, (_, n) => `case ${92 + n}`));
    for (let n = 0; n < 100; n += 1) {
      show(presence, 'a', { user: userIdSchema.parse(`user ${n}`), writes: n === 99 });
    }
    vi.advanceTimersByTime(soonMs);
    const named = stream.shown.a?.split(', ') ?? [];
    expect(named).toHaveLength(mostPeopleNamed);
    expect(named[0]).toBe('user 99 writing');
  });

  test('of 200 agents is little to write: one event for the changes of a moment, with only what changed', () => {
    const presence = start();
    const users = Array.from({ length: 200 }, (_, n) => userIdSchema.parse(`019d3c5e-0000-7000-8000-${n}`));
    const streams = users.map((user, n) => join(presence, user, `session-${n}`));
    for (const [n, user] of users.entries()) show(presence, `case ${n}`, { user, session: `session-${n}` });
    vi.advanceTimersByTime(soonMs);
    expect(streams.map(({ writes }) => writes)).toEqual(streams.map(() => 1));
    const before = streams[0]?.bytes ?? 0;
    for (const [n, user] of users.slice(0, 10).entries()) {
      show(presence, `other ${n}`, { user, session: `session-${n}` });
    }
    vi.advanceTimersByTime(soonMs);
    expect(streams.map(({ writes }) => writes)).toEqual(streams.map(() => 2));
    expect((streams[0]?.bytes ?? 0) - before).toBeLessThan(2_500);
  });
});

/** Signals between processes; each hears its own too. */
class Line {
  readonly #ends = new Set<{ readonly heard: (text: string) => void; readonly joined: () => void }>();
  readonly sent: string[] = [];

  end(): Signals & { readonly join: () => void } {
    let own: { readonly heard: (text: string) => void; readonly joined: () => void } | null = null;
    return {
      send: (text) => {
        this.sent.push(text);
        for (const end of this.#ends) end.heard(text);
      },
      listen: (heard, joined) => {
        own = { heard, joined };
        return () => void (own && this.#ends.delete(own));
      },
      join: () => {
        if (!own) return;
        this.#ends.add(own);
        own.joined();
      },
    };
  }
}

describe('presence across processes', () => {
  function processOn(line: Line) {
    const signals = line.end();
    const presence = start(signals);
    signals.join();
    return { presence, signals };
  }

  test('is told to the streams of each', () => {
    const line = new Line();
    const [a, b] = [processOn(line), processOn(line)];
    const stream = join(b.presence);
    show(a.presence, 'a', { writes: true });
    vi.advanceTimersByTime(soonMs);
    expect(stream.shown).toEqual({ a: 'ana writing' });
    show(a.presence, null);
    vi.advanceTimersByTime(soonMs);
    expect(stream.shown).toEqual({});
  });

  test('is heard by a process that starts later', () => {
    const line = new Line();
    const { presence } = processOn(line);
    show(presence, 'a');
    vi.advanceTimersByTime(soonMs);
    const late = processOn(line);
    const stream = join(late.presence);
    vi.advanceTimersByTime(soonMs);
    expect(stream.shown).toEqual({ a: 'ana viewing' });
  });

  test('ends in time when the process that told it was killed', () => {
    const line = new Line();
    const [a, b] = [processOn(line), processOn(line)];
    const stream = join(b.presence);
    show(a.presence, 'a');
    vi.advanceTimersByTime(soonMs);
    a.presence.close();
    vi.advanceTimersByTime(presenceLifeMs - soonMs - 1);
    expect(stream.shown).toEqual({ a: 'ana viewing' });
    vi.advanceTimersByTime(10_000);
    expect(stream.shown).toEqual({});
  });

  test('ends with the stream, also when it was told to another process', () => {
    const line = new Line();
    const [a, b] = [processOn(line), processOn(line)];
    const listening = join(b.presence);
    const own = join(a.presence, ana, 'ana-1');
    show(b.presence, 'a');
    vi.advanceTimersByTime(soonMs);
    own.tell('close');
    vi.advanceTimersByTime(soonMs);
    expect(listening.shown).toEqual({});
  });

  test('stays when the window has moved its stream to another process', () => {
    const line = new Line();
    const [a, b] = [processOn(line), processOn(line)];
    const listening = [join(a.presence), join(b.presence)];
    const first = join(a.presence, ana, 'ana-1');
    show(a.presence, 'a');
    vi.advanceTimersByTime(soonMs);
    join(b.presence, ana, 'ana-1');
    show(b.presence, 'a');
    vi.advanceTimersByTime(soonMs);
    first.tell('close');
    vi.advanceTimersByTime(2 * soonMs);
    expect(listening.map(({ shown }) => shown)).toEqual([{ a: 'ana viewing' }, { a: 'ana viewing' }]);
  });

  test('goes out in signals that PostgreSQL takes, and few of them', () => {
    const line = new Line();
    const [a, b] = [processOn(line), processOn(line)];
    const stream = join(b.presence);
    line.sent.length = 0;
    for (let n = 0; n < 50; n += 1) {
      const user = userIdSchema.parse(`${n} ${'ü'.repeat(120)}`);
      for (let told = 0; told < 3; told += 1) show(a.presence, `${n} ${'語'.repeat(120)}`, { user });
    }
    vi.advanceTimersByTime(soonMs);
    expect(Object.keys(stream.shown)).toHaveLength(50);
    expect(Math.max(...line.sent.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(signalLimitBytes);
    expect(line.sent.length).toBeLessThan(10);
  });

  test('what another version says in another form is not heard', () => {
    const line = new Line();
    const { presence } = processOn(line);
    const stream = join(presence);
    const { send } = line.end();
    for (const text of ['', '[]', '{"from":"x"}', '{"from":"x","asks":false,"presence":[{"space":7}]}']) send(text);
    vi.advanceTimersByTime(soonMs);
    expect(stream.writes).toBe(0);
  });
});
