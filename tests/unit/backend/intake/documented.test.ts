import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { errorStatus } from '../../../../src-shared/sync/protocol.ts';
import { IntakeDesk } from '../../../conformance/intake.ts';

const text = readFileSync(join(import.meta.dirname, '../../../../docs/portal-api.md'), 'utf8');

/** The words of a command line, as a shell takes them apart: bare, or within quotes of either kind. */
function words(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((found) => found[1] ?? found[2] ?? found[3] ?? '');
}

/** Does what `curl` would do, and answers the status. */
async function curl(command: string): Promise<number> {
  const given = words(command).slice(1);
  const after = (option: string) => given.flatMap((word, place) => (given[place - 1] === option ? [word] : []));
  const [url = ''] = given.filter((word) => word.startsWith('http'));
  const headers = Object.fromEntries(after('-H').map((header) => header.split(': ', 2)));
  const [[method = 'GET'], [body]] = [after('-X'), after('-d')];
  return (await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) })).status;
}

test('the examples of docs/portal-api.md run as they are written', async () => {
  const desk = await IntakeDesk.open(await openSqliteStorage({ file: ':memory:' }));
  const known = new Map([
    ['DUELINE', desk.running.url],
    ['PORTAL', desk.portal],
    ['TRACKER', desk.tickets],
  ]);
  const examples = text
    .split('\n')
    .filter((line) => line.startsWith('curl '))
    .map((line) => line.replace(/\$([A-Z]+)/g, (_, name) => known.get(name) ?? ''));
  const statuses: number[] = [];
  for (const example of examples) {
    if (example.includes('/dev-tickets/')) {
      const { id } = await desk.opens({}, 'another');
      await desk.does('escalate', { caseId: id, team: 'development', ticketRef: 'DEV-4711', wait: true });
    }
    statuses.push(await curl(example));
  }
  expect(statuses).toEqual([201, 200, 201, 200]);
  await desk.running.backend.close();
});

test('docs/portal-api.md names the errors with their status', () => {
  for (const code of ['key_reused', 'case_closed', 'too_many_requests', 'not_found', 'body_too_large'] as const) {
    expect(text).toContain(`| ${errorStatus[code]} | \`${code}\``);
  }
});
