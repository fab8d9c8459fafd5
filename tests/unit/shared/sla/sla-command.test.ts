import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const command = fileURLToPath(new URL('../../../../scripts/sla.ts', import.meta.url));
const vectorsFile = new URL('../../../fixtures/sla-vectors.jsonl', import.meta.url);
const vectors: readonly { readonly request: unknown; readonly expect: unknown }[] = readFileSync(vectorsFile, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const between =
  '{"op":"between","calendar":{"timeZone":"UTC","weekly":{"1":[["09:00","17:00"]]},"holidays":[]},"start":0,"end":1000000000000}';

interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

function run(input: string | Uint8Array, ...args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], { stdio: 'pipe' });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, output: Buffer.concat(output).toString(), errors: Buffer.concat(errors).toString() }),
    );
    child.stdin.end(input);
  });
}

const linesOf = (output: string) => output.split('\n').filter((line) => line !== '');

describe('npm run -s sla', () => {
  it('answers every worked example, one line each, in order', async () => {
    const { code, output, errors } = await run(vectors.map(({ request }) => JSON.stringify(request)).join('\n'));
    expect(linesOf(output).map((line) => JSON.parse(line))).toStrictEqual(vectors.map((vector) => vector.expect));
    expect({ code, errors }).toStrictEqual({ code: 0, errors: '' });
  });

  it('goes on after an invalid line, and ends with exit code 1', async () => {
    const { code, output } = await run(`${between}\nnot JSON\n\n{"op":"add"}\r\n   \n${between}\r\n`);
    const answers = linesOf(output).map((line) => JSON.parse(line));
    expect(answers).toHaveLength(4);
    expect(answers[0]).toStrictEqual({ minutes: expect.any(Number) });
    expect(answers[1]).toStrictEqual({ error: expect.stringContaining('not JSON') });
    expect(answers[2]).toStrictEqual({ error: expect.stringContaining('calendar: expected object') });
    expect(answers[3]).toStrictEqual(answers[0]);
    expect(code).toBe(1);
  });

  it('takes a byte order mark, no input, and more input than fits a pipe', async () => {
    expect((await run(`\uFEFF${between}`)).code).toBe(0);
    expect(await run('')).toMatchObject({ code: 0, output: '' });
    const padded = `${between.slice(0, -1)},"note":"${'é'.repeat(200_000)}"}\n`;
    const { code, output } = await run(`${padded}${`${between}\n`.repeat(5_000)}`);
    expect(linesOf(output)).toHaveLength(5_001);
    expect(new Set(linesOf(output)).size).toBe(1);
    expect(code).toBe(0);
  });

  it('prints for people with --explain, and says which line is wrong', async () => {
    const { code, output } = await run(`${between}\nnope\n`, '--explain');
    expect(output).toContain('of working time');
    expect(output).toContain('Line 2: not JSON');
    expect(code).toBe(1);
  });

  it('refuses an argument that it does not know', async () => {
    expect(await run('', '--explian')).toMatchObject({ code: 2, errors: expect.stringContaining('--explian') });
  });
});
