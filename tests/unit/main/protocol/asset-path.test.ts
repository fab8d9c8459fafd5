import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cacheControlOf, contentTypeOf, resolveRequest } from '../../../../src-main/protocol/asset-path.ts';
import { hostile } from '../../../fixtures/hostile-urls.ts';

const folder = path.resolve('/app/out/renderer');
const resolve = (url: string, method = 'GET') => resolveRequest({ url, method }, folder);

describe('what app:// serves', () => {
  test('the root is the page; other paths are files of the folder', () => {
    expect(resolve('app://dueline/')).toEqual({ kind: 'asset', file: path.join(folder, 'index.html') });
    expect(resolve('app://dueline')).toEqual({ kind: 'asset', file: path.join(folder, 'index.html') });
    expect(resolve('app://dueline/assets/a%20b.js?v=1#x')).toEqual({
      kind: 'asset',
      file: path.join(folder, 'assets', 'a b.js'),
    });
  });

  test('what the window asks of the backend goes there with its query', () => {
    expect(resolve('app://dueline/api/sync/me?x=1')).toEqual({ kind: 'api', pathAndQuery: '/sync/me?x=1' });
    expect(resolve('app://dueline/api/sync/events?session=s')).toMatchObject({ kind: 'api' });
    for (const path of ['push', 'pull', 'load', 'presence']) {
      expect(resolve(`app://dueline/api/sync/${path}`, 'POST')).toEqual({ kind: 'api', pathAndQuery: `/sync/${path}` });
    }
    expect(resolve('app://dueline/apis/x.js')).toMatchObject({ kind: 'asset' });
  });

  test.each(hostile('app path'))('$method $url: $answer ($reason)', ({ url, method, answer }) => {
    const resolved = resolve(url, method);
    if (answer === 'nothing') expect(resolved).toEqual({ kind: 'nothing' });
    else {
      expect(resolved.kind).toBe('asset');
      expect(resolved.kind === 'asset' && resolved.file.startsWith(folder + path.sep)).toBe(true);
    }
  });

  test('plain dots are resolved by the URL before they get here', () => {
    expect(resolve('app://dueline/../../etc/passwd')).toEqual({
      kind: 'asset',
      file: path.join(folder, 'etc', 'passwd'),
    });
    expect(resolve('app://dueline/api/../assets/x.js')).toEqual({
      kind: 'asset',
      file: path.join(folder, 'assets', 'x.js'),
    });
  });

  test('no path whatever leaves the folder', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2E%2e',
      '/',
      '\\',
      '%2f',
      '%5c',
      '%00',
      ':',
      'a',
      'assets',
      'ä',
      '%25',
      '//',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const resolved = resolve(`app://dueline/${pieces.join('')}`);
        if (resolved.kind === 'asset') expect(resolved.file.startsWith(folder + path.sep)).toBe(true);
      }),
    );
  });

  test('media types are told by name; what is unknown is bytes', () => {
    expect(contentTypeOf('/x/index.HTML')).toBe('text/html; charset=utf-8');
    expect(contentTypeOf('/x/y.exe')).toBe('application/octet-stream');
  });

  test('only what changes its name with its content is kept', () => {
    expect(cacheControlOf('/x/assets/index-dmKD7gD4.js')).toBe('max-age=31536000, immutable');
    for (const file of ['/x/index.html', '/x/assets/index.js', '/x/index-dmKD7gD4.js/index.html', '/x/a-b.css']) {
      expect(cacheControlOf(file), file).toBe('no-cache');
    }
  });
});
