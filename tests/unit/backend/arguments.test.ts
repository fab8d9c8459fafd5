import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../../src-backend/cli/arguments.ts';
import { CliError } from '../../../src-backend/cli/cli-error.ts';

function refusalOf(args: readonly string[]): CliError {
  try {
    parseCommand(args);
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error(`accepted: ${args.join(' ')}`);
}

describe('wrong arguments', () => {
  test.each([
    [['serve'], '--data DIR is missing'],
    [['--data', 'd', '--port', 'abc'], '--port is "abc"'],
    [['--data', 'd', '--port', '70000'], '--port is "70000"'],
    [['--data', 'd', '--sample', 'many'], 'The sample is "many"'],
    [['--data', 'd', '--sample', '1,2,3,4'], 'The sample is "1,2,3,4"'],
    [['dance', '--data', 'd'], 'no command "dance"'],
    [['export', '--data', 'd', '--port', '1'], 'export takes no --port'],
    [['export', '--data', 'd', 'more'], '"more" is one argument too many'],
    [['import', '--data', 'd', '--format', 'jira', 'f'], '--format is "jira"'],
    [['import', '--data', 'd', '--format', 'salesforce'], 'FILE is missing'],
    [['user', '--data', 'd', '--name', 'Ann', '--role', 'boss'], '--role is "boss"'],
    [['user', '--data', 'd', '--role', 'coa'], '--name NAME is missing'],
    [['--data', 'd', '--nonsense'], '--nonsense'],
    [['--data', 'd', '--database', 'postgres://a@b/c'], 'not both'],
    [['--database', 'mysql://a@b/c'], '--database must be a URL such as postgres://'],
    [['--database', 'postgres://a@b'], '--database must be a URL such as postgres://'],
    [['--database', 'postgres://a@b/c', '--connections', '1'], '--connections is "1"'],
    [['--data', 'd', '--connections', '5'], '--connections goes with --database'],
    [['--data', 'd', '--space', 'a b'], '--space is "a b"'],
    [['--data', 'd', '--space', ''], '--space is ""'],
    [['user', '--data', 'd', '--remove', 'u1', '--name', 'Ann'], 'one of --name, --remove and --move'],
    [['user', '--data', 'd', '--move', 'u1'], '--to-space NAME is missing'],
    [['user', '--data', 'd', '--move', 'u1', '--to-space', 'main'], 'where it is already'],
    [['user', '--data', 'd', '--name', 'Ann', '--role', 'coa', '--to-space', 'b'], '--to-space goes with --move'],
    [['archive', '--data', 'd'], '--to FILE is missing'],
    [['unarchive', '--data', 'd', '--to', 'f'], 'unarchive takes no --to'],
    [['--data', 'd', '--keep-deleted', '0'], '--keep-deleted is "0"'],
    [['--data', 'd', '--keep-results', 'long'], '--keep-results is "long"'],
    [['backup', '--data', 'd', '--to', ' '], '--to FILE is missing'],
    [['restore', '--data', 'd'], '--from NAME is missing'],
    [['backups', '--data', 'd', '--to', 'f'], 'backups takes no --to'],
  ])('%j: %s', (args, message) => {
    const refusal = refusalOf(args);
    expect(refusal.exitCode).toBe(2);
    expect(refusal.message).toContain(message);
    expect(refusal.message).toContain('Usage:');
  });

  test.each([
    [['postgres://ann:s3c@ret@db.example/desk']],
    [['serve', 'postgres://ann:s3c@ret@db.example/desk']],
    [['serve', 'postgres://db.example/desk?user=ann&password=s3c@ret']],
    [['--database', 'postgres://ann:s3c@ret@db.example']],
    [['--database', 'postgres://ann:s3c@ret@db.example/desk', '--port', 'postgres://ann:s3c@ret@db.example/desk']],
  ])('%j does not show the password', (args) => {
    expect(refusalOf(args).message).not.toMatch(/s3c|ret@/);
  });
});

const dayMs = 24 * 3_600_000;

describe('arguments', () => {
  test('serve may be left out, and has its defaults', () => {
    const expected = {
      name: 'serve',
      data: { kind: 'folder', folder: 'd' },
      space: 'main',
      port: 7787,
      host: '127.0.0.1',
      policy: null,
      sample: null,
      publicHosts: [],
      allowedOrigins: [],
      retention: { tombstonesMs: 30 * dayMs, resultsMs: 90 * dayMs },
    };
    expect(parseCommand(['--data', 'd'])).toEqual(expected);
    expect(parseCommand(['serve', '--data', 'd'])).toEqual(expected);
  });

  test('a database in the place of a folder', () => {
    const url = 'postgres://ann@db.example/desk?sslmode=verify-full';
    const data = { kind: 'database', url, connections: null };
    expect(parseCommand(['--database', url])).toMatchObject({ name: 'serve', data });
    expect(parseCommand(['export', '--database', url])).toEqual({ name: 'export', data, space: 'main' });
    const inFolder = 'postgresql:///desk?host=/run/postgresql';
    expect(parseCommand(['sample', '--database', inFolder, '--connections', '4'])).toMatchObject({
      data: { kind: 'database', url: inFolder, connections: 4 },
    });
  });

  test('serve takes several names and origins', () => {
    const args = ['--data', 'd', '--public-host', 'a', '--public-host', 'b', '--allow-origin', 'https://a'];
    expect(parseCommand(args)).toMatchObject({ publicHosts: ['a', 'b'], allowedOrigins: ['https://a'] });
  });

  test.each([
    ['600,3000,7', { open: 600, closed: 3_000, seed: 7 }],
    ['600', { open: 600, closed: 3_000, seed: 1 }],
    ['0', { open: 0, closed: 0, seed: 1 }],
  ])('a sample %s', (text, size) => {
    expect(parseCommand(['--data', 'd', '--sample', text])).toMatchObject({ sample: size });
    expect(parseCommand(['sample', '--data', 'd', text])).toMatchObject({ size });
  });

  test.each(['serve', 'export', 'sample', 'token --user u', 'user --name Ann --role coa', 'archive --to f'])(
    '%s takes a space',
    (command) => {
      expect(parseCommand([...command.split(' '), '--data', 'd', '--space', 'team-b'])).toMatchObject({
        name: command.split(' ')[0],
        space: 'team-b',
      });
    },
  );

  test('what becomes of a user', () => {
    const data = { kind: 'folder', folder: 'd' };
    expect(parseCommand(['user', '--data', 'd', '--remove', 'u1'])).toEqual({
      name: 'remove-user',
      data,
      space: 'main',
      userId: 'u1',
    });
    expect(parseCommand(['user', '--data', 'd', '--space', 'a', '--move', 'u1', '--to-space', 'b'])).toEqual({
      name: 'move-user',
      data,
      space: 'a',
      userId: 'u1',
      toSpace: 'b',
    });
  });

  test('tokens of other systems', () => {
    const portal = ['service-token', '--data', 'd', '--name', 'community-portal', '--may', 'portal'];
    expect(parseCommand(portal)).toMatchObject({
      name: 'service-token',
      space: 'main',
      service: { name: 'community-portal', may: ['portal'] },
    });
    expect(parseCommand([...portal, '--may', 'tickets'])).toMatchObject({ service: { may: ['portal', 'tickets'] } });
    expect(parseCommand(['service-token', '--data', 'd', '--list'])).toMatchObject({ name: 'services' });
    expect(parseCommand(['service-token', '--data', 'd', '--revoke', 'x'])).toMatchObject({
      name: 'revoke-service',
      serviceName: 'x',
    });
  });

  test.each([
    [['--name', 'a b', '--may', 'portal'], '--name is "a b"'],
    [['--name', 'x'], '--may POWER is missing'],
    [['--name', 'x', '--may', 'all'], '--may is "all", but must be one of portal, tickets'],
    [['--may', 'portal'], '--name NAME is missing'],
    [['--list', '--revoke', 'x'], 'one of --name, --list and --revoke'],
  ])('a service token with %j is refused', (given, message) => {
    expect(() => parseCommand(['service-token', '--data', 'd', ...given])).toThrow(message);
  });

  test('import', () => {
    const args = ['import', '--data', 'd', '--format', 'servicenow-events', 'log.csv', '--as-of', '2016-03-01T12:00'];
    expect(parseCommand([...args, '--shift-to-now'])).toEqual({
      name: 'import',
      data: { kind: 'folder', folder: 'd' },
      space: 'main',
      format: 'servicenow-events',
      file: 'log.csv',
      timeZone: null,
      asOf: '2016-03-01T12:00',
      shiftToNow: true,
    });
  });
});
