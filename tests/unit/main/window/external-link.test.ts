import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { externalLink } from '../../../../src-main/window/external-link.ts';
import { hostile } from '../../../fixtures/hostile-urls.ts';

describe('links that leave the app', () => {
  test.each([
    ['https://example.com', 'https://example.com/', 'example.com'],
    ['HTTPS://Example.COM/a b?q=ä#x', 'https://example.com/a%20b?q=%C3%A4#x', 'example.com'],
    ['https://example.com:8443/', 'https://example.com:8443/', 'example.com:8443'],
    ['https://b\u00fccher.example/', 'https://xn--bcher-kva.example/', 'xn--bcher-kva.example'],
    ['https://[::1]:8443/', 'https://[::1]:8443/', '[::1]:8443'],
    ['mailto:help@example.com', 'mailto:help@example.com', 'help@example.com'],
    [
      'mailto:help@example.com?Subject=Case 00012345&body=a%0D%0Ab',
      'mailto:help@example.com?subject=Case%2000012345&body=a%0D%0Ab',
      'help@example.com',
    ],
  ])('%s may, and says where it leads', (address, url, place) => {
    expect(externalLink(address)).toEqual({ url, place });
  });

  test.each(hostile('external link'))('$url may not ($reason)', ({ url }) => {
    expect(externalLink(url)).toBeNull();
  });

  test('whatever passes is https or mailto, and means the same when it is read again', () => {
    const piece = fc.constantFrom(
      'https:',
      'mailto:',
      'http:',
      '//',
      '/',
      '\\',
      '@',
      ':',
      '?',
      '#',
      '%',
      '%0a',
      'a',
      'example.com',
      '"',
      ' ',
      '\t',
      '-x',
      'subject=',
      'cc=',
      '&',
      '\u202e',
      'file:',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const link = externalLink(pieces.join(''));
        if (link === null) return;
        expect(link.url).toMatch(/^(https:\/\/[^@/]+\/|mailto:[^@]+@)/);
        expect(link.url).not.toMatch(/[\s"\\]/);
        expect(externalLink(link.url)).toEqual(link);
      }),
      { numRuns: 2_000 },
    );
  });
});
