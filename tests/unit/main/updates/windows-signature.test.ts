import { describe, expect, test } from 'vitest';
import { builtInFeed } from '../../../../src-main/updates/built-in-feed.ts';
import { updateProblem } from '../../../../src-main/updates/update-problem.ts';
import { type FileFacts, strictSignatureCheck } from '../../../../src-main/updates/windows-signature.ts';

const good: FileFacts = { status: 'Valid', version: '1.1.0' };

describe('the signature of an installer', () => {
  function check(facts: FileFacts | Error, usual: string | null = null, announced = '1.1.0') {
    const inspect = async () => {
      if (facts instanceof Error) throw facts;
      return facts;
    };
    return strictSignatureCheck(
      async () => usual,
      () => announced,
      inspect,
    );
  }
  const refusal = (...args: Parameters<typeof check>) => check(...args)(['CN=Dueline'], 'C:\\a.exe');

  test('is good when the publisher is, the file is whole, and its version is the announced one', async () => {
    expect(await refusal(good)).toBeNull();
    expect(await refusal({ status: 'Valid', version: '1.1.0.0' })).toBeNull();
    expect(await refusal({ status: 'Valid', version: '1.2.0.0' }, null, '1.2.0-beta.3')).toBeNull();
  });

  test.each<[string, FileFacts | Error, string | null, RegExp]>([
    ['another publisher', good, 'publisherNames: CN=Dueline', /publisherNames/],
    ['no signature', { status: 'NotSigned', version: '1.1.0' }, null, /NotSigned/],
    ['a changed file', { status: 'HashMismatch', version: '1.1.0' }, null, /HashMismatch/],
    [
      'an older release that is announced as this one',
      { status: 'Valid', version: '1.0.0' },
      null,
      /version 1\.0\.0, not 1\.1\.0/,
    ],
    ['no version', { status: 'Valid', version: null }, null, /version null/],
    ['a PowerShell that cannot be run', new Error('spawn powershell.exe ENOENT'), null, /cannot be read: .*ENOENT/],
  ])('is refused with %s', async (_name, facts, usual, reason) => {
    expect(await refusal(facts, usual)).toMatch(reason);
  });

  test('is refused in a build that names nobody', async () => {
    expect(await check(good)([], 'C:\\a.exe')).toContain('names no publisher');
  });
});

describe('what a build was given', () => {
  test('is read from the file that electron-builder writes', () => {
    const signed =
      'provider: generic\nurl: https://updates.example.com\nupdaterCacheDirName: dueline-updater\npublisherName:\n  - Dueline GmbH\n';
    expect(builtInFeed(signed)).toEqual({ hasServer: true, hasPublisher: true });
    expect(builtInFeed('provider: generic\nurl: https://a.example\n')).toEqual({
      hasServer: true,
      hasPublisher: false,
    });
    expect(builtInFeed('publisherName: Dueline\nurl:\n')).toEqual({ hasServer: false, hasPublisher: true });
    expect(builtInFeed('publisherName:\nurl:\n')).toEqual({ hasServer: false, hasPublisher: false });
    expect(builtInFeed(null)).toEqual({ hasServer: false, hasPublisher: false });
  });
});

test('a problem is one sentence, whatever the library says', () => {
  const long = new Error(`Something\n    at stack\n${'x'.repeat(9_000)}`);
  expect(updateProblem(long)).toBe('Something');
  expect(updateProblem(new Error('net::ERR_INTERNET_DISCONNECTED'))).toBe('The update server cannot be reached.');
  expect(updateProblem(new Error('net::ERR_CERT_AUTHORITY_INVALID'))).toContain('does not trust the certificate');
  expect(updateProblem('odd')).toBe('odd');
});
