/*
 * Run by the journal's tests as a process of its own: `node append-lines.ts FOLDER RESERVE_BYTES COUNT BYTES_EACH`.
 * Appends one action after the other and says `kept ID` when the journal has answered, or `refused ID CODE`; then
 * acknowledges all when `settle` comes on its standard input, and appends one more.
 */
import { openFileJournal } from '../../../../src-main/journal/file-journal.ts';
import { append, client, entry } from './journal-builders.ts';

const [folder = '', reserveBytes = '0', count = '0', bytesEach = '0'] = process.argv.slice(2);
const journal = await openFileJournal(folder, { segmentBytes: 64 * 1024, reserveBytes: Number(reserveBytes) });
let next = 0;

async function keepOne(): Promise<void> {
  next += 1;
  try {
    await journal.append(append(entry('a', next, 'x'.repeat(Number(bytesEach)))));
    process.stdout.write(`kept ${next}\n`);
  } catch (error) {
    process.stdout.write(`refused ${next} ${error instanceof Error && 'code' in error ? error.code : error}\n`);
  }
}

for (let at = 0; at < Number(count); at += 1) await keepOne();
process.stdout.write('waiting\n');
for await (const chunk of process.stdin) {
  if (!String(chunk).includes('settle')) continue;
  await journal.acknowledge({ ...client('a'), through: next }).catch(() => {});
  await keepOne();
  process.stdout.write('waiting\n');
}
await journal.close();
