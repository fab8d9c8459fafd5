import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { SlaWire } from '../src-shared/sla/wire.ts';
import { explainRequest } from '../src-shared/sla/wire-explanation.ts';

/*
 * npm run -s sla: one JSON request a line on stdin, one JSON answer a line on stdout, in the form of
 * tests/fixtures/sla-vectors.jsonl. With --explain, text for people instead. A line that cannot be answered says why
 * and the run goes on; the exit code is then 1.
 */
const unknown = process.argv.slice(2).filter((argument) => argument !== '--explain');
if (unknown.length > 0) {
  process.stderr.write(
    `Unknown argument ${unknown.join(' ')}. Usage: npm run -s sla -- [--explain] < requests.jsonl\n`,
  );
  process.exit(2);
}
const explain = process.argv.includes('--explain');
const wire = new SlaWire();

// Whoever reads may stop early (`| head`); that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

/** Answers in batches: a write a line would cost more than the answer. */
const batchLength = 64 * 1024;
let batch = '';
let failed = false;
let lineNumber = 0;
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  lineNumber += 1;
  // Some editors put a byte order mark at the start of a file.
  const text = (lineNumber === 1 ? line.replace(/^\uFEFF/, '') : line).trim();
  if (text === '') continue;
  batch += `${explain ? explanationOf(text) : answerTo(text)}\n`;
  if (batch.length > batchLength || process.stdin.readableLength === 0) await flush();
}
await flush();
process.exitCode = failed ? 1 : 0;

function answerTo(text: string): string {
  const answer = wire.answer(text);
  if (!answer.ok) failed = true;
  return JSON.stringify(answer.json);
}

function explanationOf(text: string): string {
  const result = wire.prepare(text);
  if (result.ok) return `${explainRequest(result.prepared).join('\n')}\n`;
  failed = true;
  return `Line ${lineNumber}: ${result.error}\n`;
}

async function flush(): Promise<void> {
  const text = batch;
  batch = '';
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
}
