import { beforeEach, describe, expect, test } from 'vitest';
import { mainSpace } from '../../src-backend/backend.ts';
import { TestClock } from '../../src-backend/clock.ts';
import { bringBackReleased } from '../../src-backend/intake/release-watch.ts';
import { startReleaseWatch } from '../../src-backend/intake/start-release-watch.ts';
import { PolicySource } from '../../src-backend/space/policy-source.ts';
import { type Storage, StorageError } from '../../src-backend/storage/storage.ts';
import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import { spaceIdSchema } from '../../src-shared/sync/protocol.ts';
import { IntakeDesk } from './intake.ts';

/** 00:00 of 21 March 2026 in Los Angeles: the day after the release of these tests. */
const dayAfter = Date.UTC(2026, 2, 21, 7);
const dayMs = 24 * 3_600_000;

/** When a case that was closed for a release comes back. */
export function releasesByRule(name: string, openStorage: () => Promise<Storage>): void {
  describe(`rule-7 a case that was closed for a release, on ${name}`, () => {
    let desk: IntakeDesk;
    let id: string;
    let owner: string | null;
    let logged: string[];
    const log = (line: string) => logged.push(line);
    beforeEach(async () => {
      logged = [];
      desk = await IntakeDesk.open(await openStorage());
      id = (await desk.opens()).id;
      await desk.does('claim', { caseId: id }, 'coa');
      const release = { team: 'development', ticketRef: 'DEV-1', plannedReleaseOn: '2026-03-20', wait: true };
      await desk.does('escalate', { caseId: id, ...release });
      owner = (await desk.state(id)).ownerId;
      return () => desk.running.backend.close();
    });

    const close = () => desk.does('close', { caseId: id, reason: 'development', ticketRef: 'DEV-1' });
    const passes = async (at: number) => {
      desk.running.clock.set(at);
      await desk.running.backend.settled();
    };
    /** A ticket, out on the same day, whose case holds what no rule can read. */
    const breaksTicket = async (ref: string) => {
      const other = await desk.opens({}, 'key-broken');
      const release = { team: 'development', ticketRef: ref, plannedReleaseOn: '2026-03-20', wait: true };
      await desk.does('claim', { caseId: other.id }, 'coa');
      await desk.does('escalate', { caseId: other.id, ...release });
      const whole = await desk.case(other.id);
      const put = (doc: CaseDocument) => desk.running.storage.write(mainSpace, (tx) => tx.put('cases', whole.id, doc));
      await put({ ...whole, events: [] });
      return { mend: () => put(whole) };
    };
    /** A process that has looked at nothing yet. */
    const looks = (at: number) => {
      const { storage } = desk.running;
      return bringBackReleased({ storage, policy: new PolicySource(), log }, mainSpace, at, null);
    };

    test('stays closed until the release day has passed in the zone of the desk, and then is its owner’s again', async () => {
      await close();
      await passes(dayAfter - 1);
      expect((await desk.state(id)).status).toBe('closed');
      await passes(dayAfter);
      expect(await desk.state(id)).toMatchObject({ status: 'in_progress', ownerId: owner, closedAt: null });
      expect((await desk.events(id)).at(-1)).toMatchObject({
        type: 'reopened',
        because: 'release_passed',
        at: dayAfter,
        by: { kind: 'system' },
      });
    });

    test('comes back once, and not again when it is closed for another reason', async () => {
      await close();
      await passes(dayAfter);
      const count = (await desk.events(id)).length;
      await passes(dayAfter + 60_000);
      expect((await desk.events(id)).length).toBe(count);
      await desk.does('set_severity', { caseId: id, severity: 3 });
      await desk.does('resolve', { caseId: id });
      await desk.does('close', { caseId: id, reason: 'resolved' });
      await passes(dayAfter + 120_000);
      expect((await desk.state(id)).status).toBe('closed');
    });

    test('comes back though the closing, done offline before, arrives only after the release', async () => {
      await passes(dayAfter);
      await desk.closedFor(id, 'DEV-1', '2026-03-20');
      await passes(dayAfter + 60_000);
      expect((await desk.state(id)).status).toBe('in_progress');
    });

    test('comes back at the start of a process that slept through the release, however long', async () => {
      await close();
      await looks(dayAfter + 90 * dayMs);
      expect((await desk.state(id)).status).toBe('in_progress');
    });

    test('comes back after a sleep through its release, by a process that had looked before, however long', async () => {
      await close();
      await passes(dayAfter - dayMs);
      expect((await desk.state(id)).status).toBe('closed');
      await passes(dayAfter + 90 * dayMs);
      expect((await desk.state(id)).status).toBe('in_progress');
    });

    test('comes back though a case on an earlier ticket cannot be read, which is told and tried again', async () => {
      await close();
      const broken = await breaksTicket('DEV-0');
      expect(await looks(dayAfter)).toBeNull();
      expect((await desk.state(id)).status).toBe('in_progress');
      expect(logged).toEqual([expect.stringContaining('DEV-0')]);
      await broken.mend();
      expect(await looks(dayAfter)).toMatchObject({ today: '2026-03-21' });
      expect(logged).toHaveLength(1);
    });

    test('comes back though an earlier space cannot be read, which is told', async () => {
      await close();
      const { storage } = desk.running;
      const bad = spaceIdSchema.parse('bad');
      const refuse = async () => {
        throw new StorageError('failed', 'This space is broken.');
      };
      const partly: Storage = {
        read: (space, work) => (space === bad ? refuse() : storage.read(space, work)),
        write: (space, work) => (space === bad ? refuse() : storage.write(space, work)),
        findToken: (hash) => storage.findToken(hash),
        spaces: async () => [bad, mainSpace],
        watch: (listener) => storage.watch(listener),
        close: () => storage.close(),
      };
      const clock = new TestClock(dayAfter);
      const watching = startReleaseWatch({ storage: partly, policy: new PolicySource(), clock, log });
      await watching.idle();
      await watching.stop();
      expect((await desk.state(id)).status).toBe('in_progress');
      expect(logged).toEqual([expect.stringMatching(/"bad".*This space is broken\./)]);
    });

    test('comes back once, though several processes look at the same instant', async () => {
      await close();
      await Promise.all([looks(dayAfter), looks(dayAfter), looks(dayAfter)]);
      const back = (await desk.events(id)).filter(({ type }) => type === 'reopened');
      expect(back).toHaveLength(1);
    });

    test('is looked at no more while nothing can have changed', async () => {
      await close();
      const { storage } = desk.running;
      const policy = new PolicySource();
      const first = await bringBackReleased({ storage, policy, log }, mainSpace, dayAfter - 1, null);
      expect(first).not.toBeNull();
      expect(await bringBackReleased({ storage, policy, log }, mainSpace, dayAfter - 1, first)).toBe(first);
    });
  });
}
