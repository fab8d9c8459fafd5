import { beforeEach, describe, expect, test } from 'vitest';
import { createWorkspace } from '../../../../src-renderer/app/workspace.ts';
import { renewAfterMs, type Shown, type Telling, tellLimitMs } from '../../../../src-renderer/presence/announcer.ts';
import { writingForMs } from '../../../../src-renderer/presence/composing.ts';
import { createPresence, type Presence } from '../../../../src-renderer/presence/presence.ts';
import { createPresenceView } from '../../../../src-renderer/presence/presence-view.ts';
import { peopleOn } from '../../../../src-renderer/presence/present-people.ts';
import { showPresence } from '../../../../src-renderer/presence/show-presence.ts';
import type { StreamListener, Transport } from '../../../../src-renderer/sync/transport.ts';
import { caseIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { SimulatedTime, settle } from '../sync/simulated-world.ts';

/** A transport of which only the stream is used. */
class FakeStreams {
  /** The listener of the open stream. */
  open: StreamListener | null = null;

  readonly transport: Transport = {
    me: () => Promise.reject(new Error('not used')),
    push: () => Promise.reject(new Error('not used')),
    pull: () => Promise.reject(new Error('not used')),
    load: () => Promise.reject(new Error('not used')),
    stream: (listener) => {
      this.open = listener;
      return () => {
        if (this.open === listener) this.open = null;
      };
    },
  };

  tell(all: boolean, cases: Readonly<Record<string, readonly string[]>>): void {
    this.open?.presence?.({
      all,
      cases: Object.entries(cases).map(([caseId, people]) => ({
        caseId,
        people: people.map((words) => ({ userId: words.split(' ')[0], activity: words.split(' ')[1] })),
      })),
    });
  }
}

let time: SimulatedTime;
let streams: FakeStreams;
let presence: Presence;
let told: Shown[];
let answer: (shown: Shown, signal: AbortSignal) => Promise<Telling>;
let visible: boolean;
let close: () => void;

const listener = { opened() {}, poked() {}, beat() {}, failed() {} };

beforeEach(() => {
  time = new SimulatedTime();
  streams = new FakeStreams();
  told = [];
  visible = true;
  answer = async () => 'told';
  presence = createPresence({
    session: 'window',
    tell: (shown, signal) => {
      told.push(shown);
      return answer(shown, signal);
    },
    surroundings: time,
    isVisible: () => visible,
  });
});

async function openStream(): Promise<void> {
  close = presence.over(streams.transport).stream(listener);
  streams.open?.opened();
  await settle();
}

const viewing = (caseId: string | null): Shown => ({ caseId, activity: 'viewing' });
const writing = (caseId: string): Shown => ({ caseId, activity: 'writing' });
const peopleHere = (caseId: string) => peopleOn(presence.people.getState(), caseId);

describe('what is told of this window', () => {
  test('is the case that it shows, again every 20 s', async () => {
    await openStream();
    expect(told).toEqual([]);
    presence.show('a');
    await time.pass(3 * renewAfterMs);
    expect(told).toEqual([viewing('a'), viewing('a'), viewing('a'), viewing('a')]);
    presence.show(null);
    await time.pass(3 * renewAfterMs);
    expect(told.slice(4)).toEqual([viewing(null)]);
  });

  test('is nothing while there is no stream, and the present case when there is one', async () => {
    presence.show('a');
    await time.pass(60_000);
    expect(told).toEqual([]);
    await openStream();
    expect(told).toEqual([viewing('a')]);
    streams.open?.failed();
    presence.show('b');
    await time.pass(60_000);
    expect(told).toEqual([viewing('a')]);
    await openStream();
    expect(told).toEqual([viewing('a'), viewing('b')]);
  });

  test('is the case on which somebody stays who leafs through many', async () => {
    await openStream();
    for (let n = 0; n < 50; n += 1) {
      presence.show(`case ${n}`);
      await time.pass(10);
    }
    await time.pass(5_000);
    expect(told).toEqual([viewing('case 0'), viewing('case 49')]);
  });

  test('runs out while the window cannot be seen, and is told again when it is', async () => {
    await openStream();
    presence.show('a');
    await settle();
    visible = false;
    await time.pass(200_000);
    expect(told).toEqual([viewing('a')]);
    visible = true;
    time.wake();
    await settle();
    expect(told).toEqual([viewing('a'), viewing('a')]);
  });

  test('is not told to a backend without presence, until there is another stream', async () => {
    answer = async () => 'missing';
    await openStream();
    presence.show('a');
    await time.pass(100_000);
    presence.show('b');
    await time.pass(100_000);
    expect(told).toEqual([viewing('a')]);
    await openStream();
    expect(told).toEqual([viewing('a'), viewing('b')]);
  });

  test.each<[string, typeof answer]>([
    ['is refused', async () => 'failed'],
    ['is cut off', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['has no end', () => new Promise(() => {})],
  ])('is tried again later when it %s, one at a time', async (_name, failing) => {
    let underWay = 0;
    let most = 0;
    answer = async (shown, signal) => {
      underWay += 1;
      most = Math.max(most, underWay);
      signal.addEventListener('abort', () => {
        underWay -= 1;
      });
      return failing(shown, signal).finally(() => {
        underWay -= 1;
      });
    };
    await openStream();
    for (let n = 0; n < 60; n += 1) {
      presence.show(`case ${n}`);
      await time.pass(1_000);
    }
    expect(most).toBe(1);
    expect(told.length).toBeGreaterThan(2);
    expect(told.length).toBeLessThan(9);
    answer = async () => 'told';
    await time.pass(20_000);
    expect(told.at(-1)).toEqual(viewing('case 59'));
  });

  test('an endless telling is given up', async () => {
    const signals: AbortSignal[] = [];
    answer = (_shown, signal) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    await openStream();
    presence.show('a');
    await time.pass(tellLimitMs);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test('nothing more after it was closed', async () => {
    await openStream();
    presence.show('a');
    await settle();
    presence.close();
    time.wake();
    await time.pass(100_000);
    expect(told).toEqual([viewing('a')]);
  });
});

describe('writing', () => {
  beforeEach(async () => {
    await openStream();
    presence.show('a');
    await time.pass(2_000);
    told.length = 0;
  });

  test('lasts a minute after the last change of a text', async () => {
    presence.typed('a', 'Dear');
    await time.pass(writingForMs / 2);
    presence.typed('a', 'Dear customer');
    await time.pass(writingForMs - 1);
    expect(new Set(told.map(({ activity }) => activity))).toEqual(new Set(['writing']));
    await time.pass(2_000);
    expect(told.at(-1)).toEqual(viewing('a'));
  });

  test('lasts as long as a text has the focus', async () => {
    presence.attended('a', 'Dear customer', true);
    await time.pass(10 * writingForMs);
    expect(new Set(told.map(({ activity }) => activity))).toEqual(new Set(['writing']));
    presence.attended('a', 'Dear customer', false);
    await time.pass(2_000);
    expect(told.at(-1)).toEqual(viewing('a'));
  });

  test('is not an empty field with the focus, nor blanks', async () => {
    presence.attended('a', '', true);
    presence.typed('a', '  \n');
    await time.pass(5_000);
    expect(told).toEqual([]);
  });

  test('ends when the text was sent', async () => {
    presence.attended('a', '', true);
    presence.typed('a', 'Dear customer');
    await time.pass(2_000);
    presence.typed('a', '');
    await time.pass(2_000);
    expect(told).toEqual([writing('a'), viewing('a')]);
  });

  test('is on the case of the composer, not on the next one', async () => {
    presence.typed('a', 'Dear customer');
    await time.pass(2_000);
    presence.show('b');
    await time.pass(2_000);
    expect(told).toEqual([writing('a'), viewing('b')]);
  });

  test('tells nothing of the text', async () => {
    presence.typed('a', 'a secret');
    await time.pass(2_000);
    expect(JSON.stringify(told)).not.toContain('secret');
  });
});

describe('what is told of others', () => {
  test('is kept case by case, and what did not change stays the same', async () => {
    await openStream();
    streams.tell(true, { a: ['ana viewing'], b: ['ben writing', 'cem viewing'] });
    const b = peopleHere('b');
    streams.tell(false, { a: ['ana writing'], c: ['dee viewing'] });
    expect(peopleHere('a')).toEqual([{ userId: 'ana', activity: 'writing' }]);
    expect(peopleHere('b')).toBe(b);
    streams.tell(true, { b: ['ben writing', 'cem viewing'] });
    expect(peopleHere('b')).toBe(b);
    expect([peopleHere('a'), peopleHere('c')]).toEqual([[], []]);
    expect(peopleHere('a')).toBe(peopleHere('c'));
  });

  test('is forgotten with the stream, and a late word of it says nothing', async () => {
    await openStream();
    const first = streams.open;
    streams.tell(true, { a: ['ana viewing'] });
    first?.failed();
    expect(peopleHere('a')).toEqual([]);
    await openStream();
    first?.presence?.({ all: true, cases: [{ caseId: 'a', people: [{ userId: 'ana', activity: 'viewing' }] }] });
    expect(peopleHere('a')).toEqual([]);
    streams.tell(true, { a: ['ben viewing'] });
    expect(peopleHere('a')).toHaveLength(1);
    close();
    expect(peopleHere('a')).toEqual([]);
  });

  test.each([undefined, null, 'all', {}, { all: true }, { all: 1, cases: [] }, { all: true, cases: [{ caseId: 7 }] }])(
    'is left as it was by %j',
    async (wrong) => {
      await openStream();
      streams.tell(true, { a: ['ana viewing'] });
      streams.open?.presence?.(wrong);
      expect(peopleHere('a')).toHaveLength(1);
    },
  );

  test('names the window to the stream', async () => {
    await openStream();
    expect(streams.open?.session).toBe('window');
  });
});

describe('what the window shows', () => {
  const view = () =>
    createPresenceView({ presence, me: () => 'me', nameOf: (id) => `User ${id}`, schedule: time.schedule });
  const said = (shown: ReturnType<typeof view>) => shown.sentBeside.getState().said?.words;

  test('after a message went out while another writes is a hint, for a while or until more is typed', async () => {
    await openStream();
    const shown = view();
    streams.tell(true, { a: ['ana writing', 'ben viewing'] });
    shown.sent('a', 'reply');
    expect(said(shown)).toBe('Sent, while User ana is writing too');
    await time.pass(15_000);
    expect(said(shown)).toBeUndefined();
    shown.sent('a', 'reply');
    shown.typed('a', '');
    expect(said(shown)).toBeDefined();
    shown.typed('a', 'More');
    expect(said(shown)).toBeUndefined();
  });

  test('is no hint when nobody else writes: not for those who look, nor for own windows, nor for a note', async () => {
    await openStream();
    const shown = view();
    streams.tell(true, { a: ['me writing', 'ben viewing'], b: ['ana writing'] });
    shown.sent('a', 'reply');
    shown.sent('b', 'note');
    expect(said(shown)).toBeUndefined();
  });

  test('of a text that went out is that nobody writes here any more', async () => {
    await openStream();
    const shown = view();
    presence.show('a');
    shown.attended('a', '', true);
    shown.typed('a', 'Dear customer');
    await time.pass(2_000);
    shown.sent('a', 'note');
    await time.pass(2_000);
    expect(told).toEqual([viewing('a'), writing('a'), viewing('a')]);
  });

  test('is told as cases are opened and left', async () => {
    const workspace = createWorkspace({ read: () => null, write() {} });
    showPresence({
      presence,
      workspace,
      replica: { identity: () => null, get: () => undefined },
      schedule: time.schedule,
    });
    await openStream();
    workspace.setState({ openId: caseIdSchema.parse('a') });
    await time.pass(2_000);
    workspace.setState({ density: 'roomy' });
    workspace.setState({ openId: null });
    await time.pass(2_000);
    expect(told).toEqual([viewing('a'), viewing(null)]);
  });
});
