import { once } from 'node:events';
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

let failed = false;
let lineNumber = 0;
// Read by chunks and answered by chunks: a write for each line would cost more than its answer.
const decoder = new TextDecoder();
let unfinished: string[] = [];
for await (const chunk of process.stdin) {
  const pieces = decoder.decode(chunk, { stream: true }).split('\n');
  const last = pieces.pop() ?? '';
  let output = '';
  for (const piece of pieces) {
    output += outputFor(unfinished.length === 0 ? piece : unfinished.join('') + piece);
    unfinished = [];
  }
  unfinished.push(last);
  if (output !== '' && !process.stdout.write(output)) await once(process.stdout, 'drain');
}
const rest = outputFor(unfinished.join('') + decoder.decode());
if (rest !== '') process.stdout.write(rest);
process.exitCode = failed ? 1 : 0;

function outputFor(line: string): string {
  lineNumber += 1;
  // The decoder drops a byte order mark, trimming a carriage return.
  const text = line.trim();
  return text === '' ? '' : `${explain ? explanationOf(text) : answerTo(text)}\n`;
}

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
