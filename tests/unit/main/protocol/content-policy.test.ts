import { describe, expect, test, vi } from 'vitest';

vi.mock('electron', () => ({ protocol: {} }));
const { contentSecurityPolicy } = await import('../../../../src-main/protocol/app-protocol.ts');

const directives = new Map(
  contentSecurityPolicy.split('; ').map((directive) => {
    const [name = '', ...sources] = directive.split(' ');
    return [name, sources] as const;
  }),
);

describe('the policy of content', () => {
  test('begins with nothing at all', () => expect(directives.get('default-src')).toEqual(["'none'"]));

  test('lets in the app’s own files only: no unsafe word, no address, no scheme, no wildcard', () => {
    const loading = [...directives].filter(([name]) => name.endsWith('-src'));
    for (const [name, sources] of loading) expect([["'self'"], ["'none'"]], name).toContainEqual(sources);
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|data:|blob:|\*|nonce|sha256/);
  });

  test.each(['base-uri', 'form-action', 'frame-ancestors'])('%s, which has no default, is closed too', (name) =>
    expect(directives.get(name)).toEqual(["'none'"]),
  );

  test('opens nothing that it does not name: frames, workers, objects, media, manifests', () => {
    for (const name of ['frame-src', 'child-src', 'worker-src', 'object-src', 'media-src', 'manifest-src']) {
      expect(directives.has(name)).toBe(false);
    }
  });

  test('takes no string for markup or script', () => {
    expect(directives.get('require-trusted-types-for')).toEqual(["'script'"]);
    expect(directives.get('trusted-types')).toEqual(["'none'"]);
  });
});
