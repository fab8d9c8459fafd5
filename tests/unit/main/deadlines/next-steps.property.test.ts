import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CaseEvent,
  caseEventSchema,
  caseIdSchema,
  userIdSchema,
} from '../../../../src-shared/cases/case-document.ts';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import { isSnoozed } from '../../../../src-shared/cases/snoozed.ts';
import { dueSteps } from '../../../../src-shared/closure/next-steps.ts';
import { unsentAt } from '../../../../src-shared/closure/outreach.ts';
import { caseDeadlines, deadlineHorizonMs } from '../../../../src-shared/deadlines/case-deadlines.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { closingPolicy, la } from '../../shared/closure/closing-desk.ts';
import { minute } from './deadline-builders.ts';
import { computer } from './memory-computer.ts';

/*
 * What the rules of closing ask for next, told by the app's own schedule on a computer that sleeps, starts anew and has
 * its clock set: each once, at its time, and never of a case that was answered, snoozed or closed meanwhile.
 */

const hour = 60 * minute;
const policy = compilePolicy(closingPolicy());
const me = userIdSchema.parse('me');
const caseId = caseIdSchema.parse('c');
const startAt = la('2026-11-23');

type Happening =
  | { readonly does: 'event'; readonly event: object }
  | { readonly does: 'send' | 'restart' }
  | { readonly does: 'pass' | 'sleep' | 'set clock'; readonly ms: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('event' as const),
      event: fc.constantFrom<object>(
        { type: 'agent_message', text: '' },
        { type: 'agent_message', text: '', version: null },
        { type: 'call', connected: false, text: '' },
        { type: 'waiting', on: 'customer' },
        { type: 'customer_message', text: '' },
        { type: 'snoozed', untilAt: null },
        { type: 'snoozed', untilAt: la('2026-12-01', '09:00') },
        { type: 'unsnoozed' },
        { type: 'closed', reason: 'development' },
        { type: 'reopened', because: 'release_passed' },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Happening>({ does: 'send' }, { does: 'restart' }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constantFrom('pass' as const, 'pass' as const, 'sleep' as const),
      ms: fc.integer({ min: 1, max: 40 * 60 }).map((minutes) => minutes * minute),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('set clock' as const),
      ms: fc.integer({ min: -30, max: 30 }).map((hours) => hours * hour),
    }),
  },
);

/** Two outreaches and a wait first, so that most histories have something to tell. */
const begun: readonly Happening[] = [
  { does: 'event', event: { type: 'agent_message', text: '' } },
  { does: 'event', event: { type: 'waiting', on: 'customer' } },
];

async function live(happenings: readonly Happening[]): Promise<void> {
  const told: string[] = [];
  const wrong: string[] = [];
  let events: readonly CaseEvent[] = [
    eventOf(startAt, { type: 'opened', channel: 'portal', priority: 4, agreement: 'standard', ownerId: me, text: '' }),
  ];
  const doc = () => ({ id: caseId, number: '1', subject: 's', events });
  const stateNow = () => foldCase(policy, events);
  const stepsNow = () =>
    dueSteps(policy, stateNow(), unsentAt({ events })).map((one) => ({
      ...one,
      key: `c reminder ${one.step} ${one.at}`,
    }));
  const desk = computer(
    {
      show: async (_text, { notices }) => {
        // A refusal in here would be taken for the system's: what is wrong is looked at in the end.
        for (const { step, keys } of notices) {
          if (step === undefined) continue;
          told.push(...keys);
          const standing = stepsNow().filter(({ tellAt }) => tellAt <= desk.now());
          const held = keys.every((key) => standing.some((one) => one.key === key));
          const { status } = stateNow();
          const fits = status === (step === 'came_back' ? status : 'waiting_customer') && status !== 'closed';
          if (!held || !fits || isSnoozed(stateNow(), desk.now()))
            wrong.push(`${keys} at ${desk.now()} while ${status}`);
        }
        return { outcome: 'shown' };
      },
    },
    startAt,
  );
  let keeper = desk.start();
  const handOver = (): void => {
    const one = caseDeadlines(policy, doc(), 'account', stateNow(), 'mine', desk.now(), {
      id: me,
      hearsEverything: false,
    });
    keeper.hand(one === null ? [] : [one], [], true);
  };
  handOver();
  for (const one of happenings) {
    switch (one.does) {
      case 'event':
        events = [
          ...events,
          eventOf(Math.max(desk.now(), events.at(-1)?.at ?? 0), { ...one.event, id: `e${events.length}` }),
        ];
        break;
      case 'send':
        events = events.map((event) =>
          event.version === null ? { ...event, version: 2, at: Math.max(desk.now(), event.at) } : event,
        );
        break;
      case 'restart':
        keeper = desk.start();
        break;
      case 'pass':
        await desk.passTo(desk.now() + one.ms);
        break;
      case 'sleep':
        desk.sleepTo(desk.now() + one.ms);
        keeper.woke();
        break;
      case 'set clock':
        desk.sleepTo(desk.now() + one.ms);
        keeper.look();
        break;
    }
    handOver();
    // Shown in the turn after.
    await desk.passTo(desk.now());
  }
  for (let halfDay = 0; halfDay < 20; halfDay += 1) {
    await desk.passTo(desk.now() + 12 * hour);
    handOver();
    await desk.passTo(desk.now());
  }
  expect(wrong).toEqual([]);
  expect(new Set(told).size).toBe(told.length);
  const due = stepsNow().filter(({ tellAt }) => tellAt <= desk.now() && tellAt > startAt);
  const handedInTime = due.filter(({ tellAt }) => desk.now() - tellAt < 10 * 24 * hour + deadlineHorizonMs);
  expect(told).toEqual(expect.arrayContaining(handedInTime.map(({ key }) => key)));
}

function eventOf(at: number, body: object): CaseEvent {
  return caseEventSchema.parse({ id: 'opening', at, by: { kind: 'system', name: 'desk' }, version: 1, ...body });
}

test('rule-7 next steps are told once each, at their time, and only while they hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 24 }), (happenings) => live([...begun, ...happenings])),
    { numRuns: 300 },
  );
});
