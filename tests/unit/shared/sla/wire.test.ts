import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlaWire, wireInstant, wireMinutes } from '../../../../src-shared/sla/wire.ts';
import { explainRequest } from '../../../../src-shared/sla/wire-explanation.ts';

const calendar = { timeZone: 'UTC', weekly: { 1: [['09:00', '17:00']] }, holidays: [] };
const policy = {
  calendars: { desk: calendar },
  agreements: { standard: { calendar: 'desk', targets: { 1: { first_response: { minutes: 60 } } } } },
  internal: {},
  resolution_pauses_on: ['customer'],
};
const opened = { type: 'opened', at: '2026-03-02T10:00:00Z', channel: 'portal', priority: 1, agreement: 'standard' };
const now = '2026-03-02T10:30:00Z';

function answer(request: unknown): unknown {
  return new SlaWire().answer(JSON.stringify(request)).json;
}

function errorOf(request: unknown): string {
  const { ok, json } = new SlaWire().answer(typeof request === 'string' ? request : JSON.stringify(request));
  expect(ok).toBe(false);
  return String(json.error);
}

describe('instants on the wire', () => {
  it('may be ISO strings with any offset or integer epoch milliseconds', () => {
    const start = '2026-03-02T12:00:00+02:00';
    expect(answer({ op: 'between', calendar, start, end: Date.parse(now) })).toStrictEqual({ minutes: 30 });
  });

  it.each(['2026-03-02', '2026-03-02T10:00:00', '2026-02-30T10:00:00Z', 1.5, 9e15, null, true])(
    'refuse %s',
    (start) => {
      expect(errorOf({ op: 'between', calendar, start, end: now })).toBe(
        'start: expected an ISO instant with a zone such as "2026-03-02T17:00:00Z", or integer epoch milliseconds',
      );
    },
  );

  it('and minutes are rounded there only, symmetrically', () => {
    expect(wireMinutes(1_000)).toBe(0.0167);
    expect(wireMinutes(-1_000)).toBe(-0.0167);
    expect(wireMinutes(3)).toBe(-wireMinutes(-3));
    expect(Object.is(wireMinutes(-0), 0)).toBe(true);
    expect(wireInstant(1)).toBe('1970-01-01T00:00:00.001Z');
  });
});

describe('exported documents', () => {
  it('can be fed in unchanged', () => {
    const event = { id: 'e1', by: { kind: 'user', id: 'u1' }, version: 3, text: 'Hello' };
    const events = [
      { ...opened, ...event, at: Date.parse(opened.at), priority: null, severity: 1, messagesRecorded: true },
      { ...event, type: 'assigned', at: Date.parse(opened.at), ownerId: 'u1' },
      { ...event, type: 'closed', reason: 'resolved', at: Date.parse('2026-03-02T10:10:00Z') },
    ];
    expect(answer({ op: 'case', policy: { ...policy, id: 'current' }, events, now, subject: 'x' })).toMatchObject({
      status: 'closed',
      severity: 1,
      provisional: false,
      clocks: { first_response: { state: 'met', elapsed_minutes: 10 } },
    });
    expect(
      answer({ op: 'queue', policy, cases: [{ id: 'c', number: null, subject: 'x', events }], now }),
    ).toStrictEqual({
      order: [],
    });
  });
});

describe('a queue', () => {
  it('holds what is open and opened by now', () => {
    const cases = [
      { id: 'later', number: '1', events: [{ ...opened, at: '2026-03-02T10:31:00Z' }] },
      { id: 7, number: 3, events: [opened] },
      { id: 'b', events: [opened] },
      { id: 'a', number: '2', events: [opened] },
      { id: 'done', number: '4', events: [opened, { type: 'resolved', at: now }] },
    ];
    expect(answer({ op: 'queue', policy, cases, now })).toStrictEqual({ order: ['a', 7, 'b'] });
  });
});

describe('a target of nothing', () => {
  it.each([
    ['used up and given back', '2026-03-02T09:30:00Z', 0],
    ['running after less than nothing was used', '2026-03-02T09:29:00Z', 1],
  ])('is due at the start, also %s by events whose times go back', (_, pausedAt, remaining) => {
    const events = [
      { type: 'start', at: '2026-03-02T10:00:00Z' },
      { type: 'pause', at: pausedAt },
      { type: 'resume', at: '2026-03-02T10:00:00Z' },
    ];
    expect(answer({ op: 'clock', calendar, target_minutes: 0, events, now })).toStrictEqual({
      state: 'running',
      elapsed_minutes: remaining === 0 ? 0 : -remaining,
      remaining_minutes: remaining,
      due: '2026-03-02T10:00:00.000Z',
    });
  });
});

describe('events of an export', () => {
  it('are taken as they are: what moves no clock is passed over, fields that are not named as well', () => {
    const merged = {
      id: 'm',
      type: 'merged_from',
      caseId: 'c2',
      at: now,
      version: 4,
      by: { kind: 'user', id: 'maya' },
    };
    const plain = new SlaWire().answer(JSON.stringify({ op: 'case', policy, events: [opened], now }));
    const full = new SlaWire().answer(JSON.stringify({ op: 'case', policy, events: [opened, merged], now }));
    expect(full.ok).toBe(true);
    expect(full).toEqual(plain);
  });
});

describe('a line that cannot be answered', () => {
  it.each<[string, unknown, string]>([
    ['is no JSON', '{"op":', 'not JSON'],
    ['is no object', 3, 'expected object'],
    ['names no operation', {}, "op: expected one of 'between'"],
    ['lacks fields', { op: 'add', calendar, start: now }, 'minutes: expected number, but it is missing'],
    ['has a negative target', { op: 'add', calendar, start: now, minutes: -1 }, 'minutes: expected number to be >=0'],
    [
      'has a broken calendar',
      { op: 'add', calendar: { ...calendar, timeZone: 'X' }, start: now, minutes: 1 },
      'calendar.timeZone: unknown time zone "X"',
    ],
    [
      'has a broken policy',
      { op: 'case', policy: { ...policy, calendars: {} }, events: [opened], now },
      'policy.agreements.standard.calendar: unknown calendar "desk"',
    ],
    [
      'has an unknown event',
      { op: 'case', policy, events: [opened, { type: 'sneezed', at: now }], now },
      'events[1].type: expected one of',
    ],
    [
      'has an event without a time',
      { op: 'case', policy, events: [opened, { type: 'note' }], now },
      'events[1].at: expected an ISO instant',
    ],
    [
      'has an unknown agreement',
      { op: 'case', policy, events: [{ ...opened, agreement: 'gold' }], now },
      'events[0].agreement: unknown agreement "gold"; expected one of standard',
    ],
    [
      'has no opening',
      { op: 'case', policy, events: [{ type: 'note', at: now }], now },
      'events: expected an "opened" event',
    ],
    [
      'asks before the opening',
      { op: 'case', policy, events: [opened], now: '2026-03-02T09:00:00Z' },
      'now: expected an instant at which the case is opened',
    ],
    [
      'has a broken case in a queue',
      {
        op: 'queue',
        policy,
        cases: [
          { id: 'a', events: [opened] },
          { id: 'b', events: [] },
        ],
        now,
      },
      'cases[1].events: expected an "opened" event',
    ],
    [
      'has a broken clock event',
      { op: 'clock', calendar, target_minutes: 5, events: [{ type: 'retarget', at: now }], now },
      'events[0].target_minutes: expected number',
    ],
  ])('because it %s, says so', (_, request, message) => {
    expect(errorOf(request)).toContain(message);
  });
});

describe('an explanation', () => {
  const explain = (request: unknown) => {
    const result = new SlaWire().prepare(JSON.stringify(request));
    return result.ok ? explainRequest(result.prepared) : [];
  };

  it('shows how each operation came to its answer', () => {
    expect(explain({ op: 'add', calendar, start: now, minutes: 420 })).toStrictEqual([
      '7 h from Mon 2026-03-02 10:30 UTC: due Mon 2026-03-09 09:30 UTC',
      '  ran Mon 2026-03-02 10:30 UTC to Mon 2026-03-09 09:30 UTC: 7 h',
      '    open Mon 2026-03-02 10:30 to 17:00: 6 h 30 min',
      '    open Mon 2026-03-09 09:00 to 09:30: 30 min',
    ]);
    expect(explain({ op: 'between', calendar, start: now, end: opened.at })[0]).toBe(
      'From Mon 2026-03-02 10:30 UTC to Mon 2026-03-02 10:00 UTC: −30 min of working time',
    );
    expect(explain({ op: 'clock', calendar, target_minutes: 5, events: [], now })).toStrictEqual([
      'Clock: idle, it has not started',
    ]);
    expect(explain({ op: 'case', policy, events: [opened], now }).slice(0, 2)).toStrictEqual([
      'Case: new, severity 1 (provisional), agreement "standard", most urgent: first_response',
      'First response: running, 30 min left, due Mon 2026-03-02 11:00 UTC',
    ]);
    expect(explain({ op: 'queue', policy, cases: [{ id: 'a', events: [opened] }], now })[0]).toBe(
      '1. a: new, severity 1',
    );
  });

  it('of a calendar without open time says never', () => {
    const closed = { ...calendar, weekly: {} };
    expect(explain({ op: 'add', calendar: closed, start: now, minutes: 1 })[0]).toContain('never');
  });
});

describe('a line of any kind', () => {
  const requests = [
    { op: 'between', calendar, start: now, end: now },
    { op: 'add', calendar, start: now, minutes: 5 },
    { op: 'clock', calendar, target_minutes: 5, events: [{ at: now, type: 'start' }], now },
    { op: 'case', policy, events: [opened], now },
    { op: 'queue', policy, now, cases: [{ id: 'a', number: '1', events: [opened] }] },
  ];

  it('gets an answer: the run never ends on it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(new SlaWire().answer(JSON.stringify(json)).ok).toBe(false);
      }),
    );
  });

  it('gets an answer where a field of a sound request is missing or is something else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...requests),
        fc.nat(),
        fc.option(fc.jsonValue(), { nil: undefined }),
        (request, place, value) => {
          const fields: Record<string, unknown> = { ...request };
          const key = Object.keys(fields)[place % Object.keys(fields).length] ?? 'op';
          fields[key] = value;
          const { json, ok } = new SlaWire().answer(JSON.stringify(fields));
          expect(typeof json.error).toBe(ok ? 'undefined' : 'string');
        },
      ),
      { numRuns: 500 },
    );
  });
});
