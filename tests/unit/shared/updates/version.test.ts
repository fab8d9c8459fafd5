import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLater, judgeOffer } from '../../../../src-shared/updates/version.ts';

describe('the order of versions', () => {
  // From semver.org 2.0.0, 11, with some of ours between.
  const ascending = [
    '0.9.9',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.1',
    '1.2.0',
    '1.10.0',
    '2.0.0-1',
    '2.0.0',
    '10.0.0',
  ];

  test('is that of semver.org, from each to each', () => {
    for (const [i, one] of ascending.entries()) {
      for (const [j, other] of ascending.entries()) {
        expect([one, other, isLater(one, other)]).toEqual([one, other, i > j]);
      }
    }
  });

  test.each(['', 'v1.0.0', '1.0', '1.0.0.0', '01.0.0', '1.0.0-', '1.0.0-01', '1.0.0-a..b', '1.0.0\n', '9'.repeat(20)])(
    '%j is no version, so nothing is later or earlier',
    (text) => {
      expect([isLater(text, '1.0.0'), isLater('1.0.0', text)]).toEqual([false, false]);
      expect(judgeOffer('1.0.0', text, 'beta').kind).toBe('refused');
    },
  );
});

describe('an offered version', () => {
  test.each([
    ['1.0.1', 'newer'],
    ['2.0.0+build.5', 'newer'],
    ['1.0.0', 'same'],
    ['1.0.0+build.5', 'same'],
    ['0.9.9', 'refused'],
    ['1.0.0-beta.1', 'refused'],
    ['1.1.0-beta.1', 'refused'],
  ])('over 1.0.0 %s is %s on the stable channel', (offered, kind) => {
    expect(judgeOffer('1.0.0', offered, 'stable').kind).toBe(kind);
  });

  test('for testers is taken on the beta channel, and a release after it, but nothing older', () => {
    expect(judgeOffer('1.0.0', '1.1.0-beta.1', 'beta').kind).toBe('newer');
    expect(judgeOffer('1.1.0-beta.1', '1.1.0', 'stable').kind).toBe('newer');
    expect(judgeOffer('1.1.0-beta.2', '1.1.0-beta.1', 'beta').kind).toBe('refused');
    expect(judgeOffer('1.1.0-beta.1', '1.0.0', 'stable')).toEqual({
      kind: 'refused',
      reason: 'The update server offers 1.0.0, which is older than this version.',
    });
  });

  test('is never an older one, whatever the server says', () => {
    const number = fc.nat({ max: 30 });
    const version = fc
      .tuple(number, number, number, fc.option(fc.constantFrom('beta.1', 'beta.2', 'rc')))
      .map(([a, b, c, pre]) => `${a}.${b}.${c}${pre === null ? '' : `-${pre}`}`);
    fc.assert(
      fc.property(version, version, fc.constantFrom('stable', 'beta', 'off'), (current, offered, channel) => {
        const { kind } = judgeOffer(current, offered, channel);
        expect(kind === 'newer').toBe(isLater(offered, current) && (channel === 'beta' || !offered.includes('-')));
      }),
    );
  });
});
