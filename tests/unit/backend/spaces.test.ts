import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataFolder } from '../../../src-backend/backend.ts';
import { tokenHash } from '../../../src-backend/identity/tokens.ts';
import { spaceIdSchema } from '../../../src-shared/sync/protocol.ts';
import { runCli } from './run-cli.ts';

const teamB = spaceIdSchema.parse('team-b');
let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'dueline-spaces-'));
});
afterEach(() => rm(data, { recursive: true }));

async function command(line: string) {
  const { code, out, err } = await runCli([...line.split(' '), '--data', data]);
  return { code, out: out.trim(), err: err.trim() };
}

async function tokenOwner(token: string) {
  const storage = await openDataFolder(data);
  try {
    return (await storage.findToken(tokenHash(token))) ?? null;
  } finally {
    await storage.close();
  }
}

test('users, samples and exports belong to the space that is named', async () => {
  await command('user --name Ann --role lead');
  const { out: token } = await command('user --name Ben --role lead --space team-b');
  expect(await tokenOwner(token)).toMatchObject({ space: 'team-b' });
  await command('sample 3,0 --space team-b');
  const main = (await command('export')).out.split('\n').map((line) => JSON.parse(line));
  const other = (await command('export --space team-b')).out.split('\n').map((line) => JSON.parse(line));
  expect(new Set(main.map(({ space, collection }) => `${space} ${collection}`))).toEqual(
    new Set(['main policy', 'main macros', 'main articles', 'main users']),
  );
  expect(new Set(other.map(({ space }) => space))).toEqual(new Set(['team-b']));
  expect(other.filter(({ collection }) => collection === 'cases')).toHaveLength(3);
  // A new space has the rules that its users work by.
  expect(other.filter(({ collection }) => collection === 'policy')).toHaveLength(1);
});

test('a user is removed with its tokens', async () => {
  const { out: token } = await command('user --name Ann --role coa');
  const owner = await tokenOwner(token);
  expect(await command(`user --remove ${owner?.userId}`)).toMatchObject({
    code: 0,
    out: expect.stringContaining('Removed Ann'),
  });
  expect(await tokenOwner(token)).toBeNull();
  expect(await command(`user --remove ${owner?.userId}`)).toMatchObject({
    code: 1,
    err: expect.stringContaining('There is no user'),
  });
});

test('a user moves to another space with its tokens', async () => {
  const { out: token } = await command('user --name Ann --role coa');
  const owner = await tokenOwner(token);
  expect(await command(`user --move ${owner?.userId} --to-space team-b`)).toMatchObject({ code: 0 });
  expect(await tokenOwner(token)).toEqual({ ...owner, space: teamB });
  expect((await command('export --space team-b')).out).toContain('"name":"Ann"');
  expect((await command('export')).out).not.toContain('"name":"Ann"');
});
