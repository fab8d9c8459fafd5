import { describe, expect, test, vi } from 'vitest';

vi.mock('electron', () => ({ app: {}, session: {} }));
const { chooseSpelling } = await import('../../../../src-main/window/spelling.ts');

const available = ['en-US', 'en-GB', 'de', 'fr', 'pt-BR', 'pt-PT'];
const linux = { platform: 'linux', languages: ['en-US'], available, files: [] };

describe('checking of spelling', () => {
  test('is the system’s own on macOS', () => {
    expect(chooseSpelling({ ...linux, platform: 'darwin' })).toEqual({ by: 'system' });
  });

  test('is in the languages of the system on Windows, which has their dictionaries', () => {
    const languages = ['de-AT', 'en-US', 'de-DE', 'xx'];
    expect(chooseSpelling({ ...linux, platform: 'win32', languages })).toEqual({
      by: 'languages',
      languages: ['de', 'en-US'],
    });
    expect(chooseSpelling({ ...linux, platform: 'win32', languages: ['pt-AO'] })).toEqual({
      by: 'languages',
      languages: ['pt-BR'],
    });
    expect(chooseSpelling({ ...linux, platform: 'win32', languages: ['fi-FI'] })).toEqual({ by: 'nobody' });
  });

  test('is done elsewhere with the dictionaries that are there, and without any not at all', () => {
    expect(chooseSpelling(linux)).toEqual({ by: 'nobody' });
    const files = ['en-US-10-1.bdic', 'fr-3-0.bdic.part', 'Custom Dictionary.txt'];
    expect(chooseSpelling({ ...linux, languages: ['fr', 'en-US', 'en-GB'], files })).toEqual({
      by: 'languages',
      languages: ['en-US'],
    });
  });
});
