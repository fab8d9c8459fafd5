import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Storage } from '../../src-backend/storage/storage.ts';
import { spaceIdSchema } from '../../src-shared/sync/protocol.ts';
import { type Act, ConflictDesk, case1, case2, type Outside } from './conflict-desk.ts';
import { conflictRows } from './conflict-rows.ts';
import { intakeConflictRows } from './intake-conflict-rows.ts';
import { teamConflictRows } from './team-conflict-rows.ts';
import { ticketConflictRows } from './ticket-conflict-rows.ts';
import { workConflictRows } from './work-conflict-rows.ts';

/** The table of conflicts in ARCHITECTURE.md, row by row, in both orders of arrival, through the push. */
export function conflictsByRule(name: string, open: () => Promise<Storage>): void {
  describe(`conflicts by rule on ${name}`, () => {
    let storage: Storage;
    let spaces = 0;
    beforeAll(async () => {
      storage = await open();
    });
    afterAll(() => storage.close());

    /** Each test has a space of its own. */
    async function newDesk(): Promise<ConflictDesk> {
      spaces += 1;
      const desk = new ConflictDesk(storage, spaceIdSchema.parse(`space-${spaces}`));
      await desk.open();
      return desk;
    }

    const orders = [
      ...conflictRows,
      ...intakeConflictRows,
      ...teamConflictRows,
      ...ticketConflictRows,
      ...workConflictRows,
    ].flatMap((row) => [
      { ...row, order: 'one first', ending: row.oneFirst },
      { ...row, order: 'the other first', ending: row.otherFirst },
    ]);
    test.each(orders)('$name ($order)', async ({ given = [], one, other, order, ending }) => {
      const desk = await newDesk();
      for (const act of given) expect(await desk.does(act)).toBeNull();
      const refusals = new Map<Act | Outside, string | null>();
      const sentences: string[] = [];
      for (const act of order === 'one first' ? [one, other] : [other, one]) {
        const before = await desk.all();
        if (typeof act === 'string') await desk.happens(act);
        const refusal = typeof act === 'string' ? null : await desk.does(act);
        refusals.set(act, refusal?.code ?? null);
        if (refusal === null) continue;
        sentences.push(refusal.message);
        expect(refusal.message).toMatch(/^[A-Z].*\.$/);
        // A refused action leaves nothing.
        expect(await desk.all()).toEqual(before);
      }
      expect([refusals.get(one), refusals.get(other)]).toEqual(ending.refused);
      if (ending.says !== undefined) expect(sentences).toEqual([ending.says]);
      if (ending.state !== undefined) expect(await desk.state()).toMatchObject(ending.state);
    });

    test('what is written on a merged case stands on the survivor, once, and says where it was written', async () => {
      const desk = await newDesk();
      await desk.does({ by: 'maya', name: 'merge_cases', at: 10, args: { into: case2, intoEventId: case1 } });
      await desk.does({ by: 'devon', name: 'message_customer', at: 5, args: { text: 'We are on it.' } });
      const written = (await desk.all()).map(
        (doc) => doc?.events.filter(({ type }) => type === 'agent_message').map(({ doneOn }) => doneOn) ?? [],
      );
      expect(written).toEqual([[], [case1], []]);
      expect((await desk.state(case2)).status).toBe('in_progress');
    });

    test('a case that is opened again under its id, by another computer, is refused', async () => {
      const desk = await newDesk();
      const about = { accountId: 'harvest', contactId: null, channel: 'portal', priority: 2 };
      const again = { subject: 'ASN', text: 'Rejected.', ...about };
      const refusal = await desk.does({ by: 'maya', name: 'create_case', at: 10, args: again });
      expect(refusal).toEqual({ code: 'duplicate_case', message: 'This case was already created.' });
    });

    test('a case of another team is not there', async () => {
      const own = await newDesk();
      const foreign = await newDesk();
      await own.happens('case_removed');
      const note = { by: 'maya', name: 'add_note', at: 10, args: { text: 'Mine.' } } as const;
      expect(await own.does(note)).toMatchObject({ code: 'unknown_case' });
      expect(await foreign.does(note)).toBeNull();
    });
  });
}
