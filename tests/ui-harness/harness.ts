import itn from '../../assets/policy/itn.json' with { type: 'json' };
import { sampleDocuments } from '../../src-backend/sample/sample-documents.ts';
import { shippedWords } from '../../src-backend/space/shipped-words.ts';
import { startWindow } from '../../src-renderer/app/start-window.tsx';
import { createPresence } from '../../src-renderer/presence/presence.ts';
import { afterEvent } from '../../src-renderer/presence/present-people.ts';
import { openReplica } from '../../src-renderer/replica/open-replica.ts';
import { createMemoryStore } from '../../src-renderer/sync/memory-store.ts';
import { browserSurroundings } from '../../src-renderer/sync/surroundings.ts';
import { browserMachine } from '../../src-renderer/time/browser-machine.ts';
import { createClock } from '../../src-renderer/time/clock.ts';
import { followDeskTime } from '../../src-renderer/time/follow-desk-time.ts';
import type { Alert } from '../../src-shared/deadlines/deadline.ts';
import type { BackendState, Desktop, DesktopEvents } from '../../src-shared/desktop-contract.ts';
import { caseLink } from '../../src-shared/links/case-link.ts';
import { nothingManaged, resolveManaged } from '../../src-shared/managed/managed-settings.ts';
import { policySchema } from '../../src-shared/policy/policy.ts';
import { defaultSettings } from '../../src-shared/settings/settings.ts';
import { type Activity, presenceEventSchema } from '../../src-shared/sync/presence.ts';
import { readReleaseNotes } from '../../src-shared/updates/release-notes.ts';
import { createMemoryTransport } from './memory-transport.ts';

/*
 * Query: open, closed, seed: the sample; load: stops the first load after so many documents; user: position of who acts; offline: the network is gone from the start;
 * lead: a lead acts; ahead: minutes by which this computer's clock is ahead; refuse: an action that the backend refuses; backend: failed | needs_token; stand: the clock stands still; long: subjects and names at their longest.
 */
const query = new URLSearchParams(location.search);
const number = (name: string, otherwise: number): number => Number(query.get(name) ?? otherwise);

/** A Tuesday before Thanksgiving, 10:20 at the desk. */
const startsAt = Date.parse('2026-11-24T18:20:00Z');
const began = Date.now();
const now = (): number => startsAt + (query.has('stand') ? 0 : Date.now() - began);

const policy = policySchema.parse(itn);
const sample = sampleDocuments({
  open: number('open', 600),
  closed: number('closed', 300),
  seed: number('seed', 1),
  now: startsAt,
  policy,
});
const long = ' and nobody at the receiving dock of the second distribution centre can say since when or why';
const shown = query.has('long')
  ? {
      ...sample,
      accounts: sample.accounts.map((account) => ({ ...account, name: `${account.name} Growers, Packers & Shippers` })),
      cases: sample.cases.map((doc) => ({ ...doc, subject: doc.subject + long + long })),
    }
  : sample;
const user =
  (query.has('lead') ? sample.users.find(({ role }) => role === 'lead') : sample.users[number('user', 0)]) ??
  sample.users[0];
if (!user) throw new Error('The sample has no users.');

const transport = createMemoryTransport(
  shown,
  policy,
  await shippedWords(),
  user,
  now,
  (name) => query.getAll('refuse').some((refused) => refused === name || refused === '*'),
  number('load', Number.POSITIVE_INFINITY),
);
transport.online = !query.has('offline') || query.has('drop');

const backend: BackendState =
  query.get('backend') === 'failed'
    ? { kind: 'embedded', state: 'failed', message: 'Its data folder is on a full disk.' }
    : query.get('backend') === 'needs_token'
      ? { kind: 'remote', url: 'https://desk.example.com', state: 'needs_token', keepsToken: false }
      : { kind: 'embedded', state: 'running' };

const alertCases = sample.cases.slice(0, 6).map(({ id, number }, index) => ({
  caseId: id,
  words: `${number} Harvest Valley Distribution: first response was due Tue 0${index + 3}:15`,
}));
const alerts: readonly Alert[] = [
  {
    notice: 1,
    at: startsAt,
    form: 'missed',
    title: 'While you were away: 6 deadlines',
    body: '',
    cases: alertCases,
    caseId: null,
  },
  {
    notice: 2,
    at: startsAt,
    form: 'case',
    title: `${sample.cases[7]?.number}: Next update due in 30 min`,
    body: 'Sierra Growers · severity 2\nASN rejected by the receiver since this morning\nNext update due Tue 10:50',
    cases: alertCases.slice(0, 1),
    caseId: alertCases[0]?.caseId ?? null,
  },
];
const managed = query.has('managed')
  ? resolveManaged([
      {
        place: 'HKLM\\Software\\Policies\\Dueline',
        content: {
          isReadable: true,
          values: {
            server: 'https://desk.sierra-growers-customer-experience.example.com',
            thresholdsOff: [],
            quietHours: '22:00-06:00',
            startAtLogin: true,
            telemetry: 'none',
          },
        },
      },
      {
        place: 'C:\\ProgramData\\Dueline\\managed.json',
        content: { isReadable: true, values: { updateChannel: 'nightly', servr: 'https://desk.example.com' } },
      },
    ])
  : nothingManaged;
const notes = readReleaseNotes(`# Dueline 0.2.0

A release for the weeks before Thanksgiving, when orders peak.

- Purchase orders that cannot be reconciled are found by document number from the filter, also while the connection to the backend is down
- Undo for merged cases
- A quieter tray

# Dueline 0.1.1

- The certificate of a company's own authority is trusted
`);
const listeners = new Map<string, Set<(payload: never) => void>>();
const calls: unknown[] = [];
const desktop: Desktop = {
  async call(name, argument) {
    calls.push([name, argument]);
    if (name === 'deadlines:alerts' && query.has('alerts')) return alerts as never;
    const results = {
      'app:info': { version: '0', platform: 'harness', runtime: 'stand-in', testClockAt: null },
      'backend:state': backend,
      'backend:restart': undefined,
      'backend:join': { ok: false, message: 'The harness has no other backend.' },
      'desk:move': {
        ok: true,
        url: 'https://desk.example.com',
        space: 'main',
        documents: 3_742,
        dataDir: '/home/ana/.config/Dueline/data',
      },
      'deadlines:change': undefined,
      'deadlines:alerts': [],
      'deadlines:seen': undefined,
      'deadlines:test': { outcome: 'shown' },
      'managed:read': managed,
      'updates:state': {
        isOn: true,
        channel: 'stable',
        checkedAt: startsAt,
        notInstalled: null,
        now: query.has('updating') ? { step: 'ready', version: '0.2.0' } : { step: 'idle' },
      },
      'updates:check': { isOn: false, reason: 'sources' },
      'updates:restart': { ok: false, reason: 'not_ready' },
      'updates:news': { unseen: query.has('news') ? notes : [], all: notes },
      'updates:news-seen': undefined,
      'settings:read': defaultSettings,
      'settings:write': undefined,
      'sync:state': undefined,
      'app:may-end': undefined,
      'page:listens': undefined,
      'app:login-item': { isSupported: false, reason: 'The harness has no system.' },
      'links:next': query.has('link') ? caseLink(query.get('link') ?? '') : null,
      'window:sight': { isSeen: true },
      'clock:desk-time': undefined,
      'journal:read': { clients: [], replaced: [], attention: [], dismissed: [], damage: [] },
      'journal:append': undefined,
      'journal:acknowledge': undefined,
      'storage:space': { freeBytes: 1e12 },
      'profile:wipe': { outcome: 'refused', message: 'The harness has nothing to wipe.' },
      'diagnostics:read': {
        text: [
          'Dueline diagnostics',
          ...Array.from(
            { length: 60 },
            (_, line) => `{"at":"2026-11-30T12:00:00.000Z","event":"backend","line":${line}}`,
          ),
        ].join('\n'),
      },
      'diagnostics:save': { outcome: 'cancelled' },
    } as const;
    return results[name] as never;
  },
  on(name, listener) {
    const known = listeners.get(name) ?? new Set();
    listeners.set(name, known.add(listener));
    return () => known.delete(listener);
  },
};

const replica = await openReplica({
  store: createMemoryStore(),
  transport,
  surroundings: browserSurroundings({
    now: () => now() + number('ahead', 0) * 60_000,
    monotonic: () => (query.has('stand') ? 0 : performance.now()),
  }),
});
const stands = query.has('stand');
const clock = createClock({ ...browserMachine, now: replica.time.now }, stands ? startsAt : null);
followDeskTime(replica.time, clock, desktop, stands);

const presence = createPresence({
  session: 'harness',
  tell: async () => 'told',
  surroundings: browserSurroundings(),
  isVisible: () => true,
});

declare global {
  interface Window {
    harness: {
      readonly goOffline: () => void;
      /** Answers every call with an error from now on. */
      readonly fail: (code: string, message: string) => void;
      readonly calls: readonly unknown[];
      readonly emit: <Event extends keyof DesktopEvents>(name: Event, payload: DesktopEvents[Event]) => void;
      readonly standAt: (at: number) => void;
      /** Who else is on which case: the first users of the sample after the acting one. */
      readonly present: (cases: Readonly<Record<string, readonly Activity[]>>) => void;
    };
  }
}
window.harness = {
  calls,
  fail: (code, message) => {
    transport.fault = { code, message };
    replica.reconnect();
  },
  goOffline: () => {
    transport.online = false;
    replica.reconnect();
  },
  emit: (name, payload) => {
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  },
  standAt: (at) => clock.standAt(at),
  present: (cases) => {
    const others = sample.users.filter(({ id }) => id !== user.id);
    const event = presenceEventSchema.parse({
      all: true,
      cases: Object.entries(cases).map(([caseId, people]) => ({
        caseId,
        people: people.map((activity, index) => ({ userId: others[index]?.id, activity })),
      })),
    });
    presence.people.setState((before) => afterEvent(before, event));
  },
};
startWindow({ replica, desktop, clock, presence, root: document.getElementById('root') });
