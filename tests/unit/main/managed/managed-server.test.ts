import { describe, expect, test } from 'vitest';
import { mayNotMoveTo, withManagedServer } from '../../../../src-main/managed/managed-server.ts';
import { type AppArguments, parseArguments, usualSample } from '../../../../src-main/startup/arguments.ts';
import { nothingManaged, resolveManaged } from '../../../../src-shared/managed/managed-settings.ts';

const set = (server: unknown) =>
  resolveManaged([{ place: '/etc/dueline/managed.json', content: { isReadable: true, values: { server } } }]);
const desk = set('https://desk.example.com/');
const wrong = set('desk');

function given(...argv: string[]): AppArguments {
  const parsed = parseArguments(argv);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.arguments;
}

describe('the server that holds', () => {
  test('is that of the command line where an administrator has set none', () => {
    const args = given('--server', 'https://mine.example', '--token', 't');
    expect(withManagedServer(args, nothingManaged, 'https://known.example')).toBe(args);
  });

  test('is the administrator’s before that of the command line, whose token goes nowhere else', () => {
    const args = given('--server', 'https://mine.example', '--token', 't');
    expect(withManagedServer(args, desk, null)).toMatchObject({ server: 'https://desk.example.com', token: null });
    const same = given('--server', 'https://desk.example.com', '--token', 't');
    expect(withManagedServer(same, desk, null)).toMatchObject({ server: 'https://desk.example.com', token: 't' });
  });

  test('takes the place of the embedded backend, with its user and sample', () => {
    expect(withManagedServer(given('--user', 'u1', '--sample', '5'), desk, null)).toMatchObject({
      server: 'https://desk.example.com',
      user: null,
      sample: usualSample,
    });
  });

  test('is the last known one while the setting has an error, and none that somebody else names', () => {
    const args = given('--server', 'https://mine.example', '--token', 't');
    expect(withManagedServer(args, wrong, 'https://desk.example.com')).toMatchObject({
      server: 'https://desk.example.com',
      token: null,
    });
    expect(withManagedServer(args, wrong, null)).toMatchObject({ server: null, token: null });
  });
});

describe('moving the desk', () => {
  test('goes to the administrator’s server only', () => {
    expect(mayNotMoveTo('https://any.example', nothingManaged)).toBeNull();
    expect(mayNotMoveTo('https://desk.example.com', desk)).toBeNull();
    expect(mayNotMoveTo('https://any.example', desk)).toContain('https://desk.example.com');
    expect(mayNotMoveTo('https://desk.example.com', wrong)).toContain('has an error');
  });
});
