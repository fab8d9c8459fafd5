import { describe, expect, test } from 'vitest';
import { updateServer } from '../../../scripts/package/update-server.ts';

describe('the update server of a build', () => {
  test.each([undefined, ''])('none is named: the app never updates itself (%o)', (address) => {
    expect(updateServer(address)).toMatchObject({ ok: true, arguments: [] });
  });

  test('one that is named becomes a generic provider', () => {
    expect(updateServer('https://updates.example/desk')).toMatchObject({
      ok: true,
      arguments: ['-c.publish.provider=generic', '-c.publish.url=https://updates.example/desk'],
    });
  });

  test.each([
    'http://updates.example',
    'ftp://updates.example',
    'updates',
    'https://me@updates.example',
    'https://a/?b',
  ])('refuses %s', (address) => {
    expect(updateServer(address)).toMatchObject({ ok: false, message: expect.stringContaining(address) });
  });
});
