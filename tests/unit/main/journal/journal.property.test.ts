import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openFileJournal } from '../../../../src-main/journal/file-journal.ts';
import { encodeLine, mutationRecord } from '../../../../src-main/journal/journal-lines.ts';
import { append, client, entry, renewal, waitingIn } from './journal-builders.ts';

type Step =
  | { readonly do: 'append'; readonly count: number; readonly length: number }
  | { readonly do: 'acknowledge'; readonly share: number }
  | { readonly do: 'renew' }
  /** The app ends without closing anything, perhaps in the middle of a line. */
  | { readonly do: 'crash'; readonly torn: number }
  /** A crash after files were cleared away and before they were removed. */
  | { readonly do: 'resurrect' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('append'), count: fc.integer({ min: 1, max: 4 }), length: fc.nat(300) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('acknowledge'), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('renew') }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('crash'), torn: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('resurrect') }) },
);

test('whatever was appended, acknowledged, renewed and torn, exactly what is unacknowledged is read back, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-journal-'));
      const kept = mkdtempSync(path.join(os.tmpdir(), 'dueline-journal-kept-'));
      const open = () => openFileJournal(folder, { segmentBytes: 1_500, reserveBytes: 0 });
      try {
        let journal = await open();
        let name = 'c0';
        let last = 0;
        let waiting: ReturnType<typeof entry>[] = [];
        const crash = async () => {
          await journal.close();
          journal = await open();
        };
        for (const [at, doing] of steps.entries()) {
          if (doing.do === 'append') {
            const entries = Array.from({ length: doing.count }, () => entry(name, ++last, 'x'.repeat(doing.length)));
            waiting.push(...entries);
            await journal.append(append(...entries));
          } else if (doing.do === 'acknowledge') {
            const through = waiting[Math.floor(doing.share * waiting.length)]?.id ?? last;
            await journal.acknowledge({ ...client(name), through });
            waiting = waiting.filter(({ id }) => id > through);
          } else if (doing.do === 'renew') {
            const before = client(name).clientID;
            name = `c${at + 1}`;
            const entries = waiting.map(({ args }, index) => ({ ...entry(name, index + 1), args }));
            await journal.append(renewal(before, name, ...entries));
            waiting = entries;
            last = entries.length;
          } else if (doing.do === 'crash') {
            const line = Buffer.from(encodeLine(mutationRecord(entry(name, last + 1, 'nobody was told'))));
            const newest = readdirSync(folder)
              .filter((file) => file.endsWith('.journal'))
              .sort()
              .at(-1);
            const torn = line.subarray(0, Math.floor(doing.torn * line.byteLength));
            if (newest !== undefined) appendFileSync(path.join(folder, newest), torn);
            await crash();
          } else {
            cpSync(folder, kept, { recursive: true });
            await journal.append(append(entry(name, ++last)));
            waiting.push(entry(name, last));
            // What was there comes back, except where a file of that name was written on.
            cpSync(kept, folder, { recursive: true, force: false });
            await crash();
          }
          expect(waitingIn(journal.contents())).toEqual(waitingIn({ clients: [{ waiting }] }));
        }
        await crash();
        expect(waitingIn(journal.contents())).toEqual(waitingIn({ clients: [{ waiting }] }));
        expect(journal.contents().clients.at(-1)?.lastID ?? 0).toBe(last);
        await journal.close();
      } finally {
        rmSync(folder, { recursive: true });
        rmSync(kept, { recursive: true });
      }
    }),
    { numRuns: 150 },
  );
});
