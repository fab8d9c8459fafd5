import { describe, expect, test } from 'vitest';
import { createPokedVersions } from '../../../../src-renderer/sync/poked-versions.ts';

describe('a poke', () => {
  test('of what the last pull brought says nothing new', () => {
    const versions = createPokedVersions();
    versions.pulled(5);
    versions.poked(5);
    expect(versions.isBehind).toBe(false);
    versions.poked(6);
    expect(versions.isBehind).toBe(true);
  });

  test('that came while a pull was under way is measured by what that brought', () => {
    const versions = createPokedVersions();
    versions.pulling();
    versions.poked(5);
    versions.pulled(5);
    expect(versions.isBehind).toBe(false);
    versions.pulling();
    versions.poked(7);
    versions.poked(6);
    versions.pulled(6);
    expect(versions.isBehind).toBe(true);
    versions.pulling();
    expect(versions.isBehind).toBe(false);
  });

  test('is news when nobody can say what the last pull brought', () => {
    const versions = createPokedVersions();
    versions.pulled(null);
    versions.poked(5);
    expect(versions.isBehind).toBe(true);
    versions.pulled(5);
    versions.forget();
    expect(versions.isBehind).toBe(true);
  });

  test('of an earlier version is news as well', () => {
    const versions = createPokedVersions();
    versions.pulled(5);
    versions.poked(3);
    expect(versions.isBehind).toBe(true);
  });
});
