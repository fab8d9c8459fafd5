import { expect, test } from 'vitest';
import { type DiagnosticFacts, diagnosticsText } from '../../../../src-main/diagnostics/diagnostics-text.ts';
import { defaultSettings } from '../../../../src-shared/settings/settings.ts';

const facts: DiagnosticFacts = {
  at: '2026-11-30T12:00:00.000Z',
  app: { version: '0.1.0', runtime: 'electron', isPackaged: true },
  system: {
    platform: 'win32',
    release: '10.0',
    arch: 'x64',
    languages: ['en-US'],
    memoryMegabytes: 8_192,
    versions: {},
  },
  backend: { kind: 'embedded', state: 'failed', message: 'The users are: u1 Ana Ruiz (coa)' },
  sync: { connection: 'offline', waiting: 3 },
  journal: { waiting: 3, attention: 0, damagedPlaces: 0 },
  sizes: { data: 1_024 },
  freeBytes: 1e9,
  settings: defaultSettings,
  log: ['{"event":"started"}'],
};

test('diagnostics are words, then JSON, then the log', () => {
  const text = diagnosticsText(facts);
  const json = text.slice(text.indexOf('{'), text.indexOf('\n}\n') + 2);
  expect(JSON.parse(json)).toMatchObject({ app: { version: '0.1.0' }, sync: { waiting: 3 }, sizes: { data: 1_024 } });
  expect(text.trimEnd().endsWith('{"event":"started"}')).toBe(true);
});

test('a backend that failed is told of without its own words, which name users', () => {
  const text = diagnosticsText(facts);
  expect(text).toContain('"state": "failed"');
  expect(text).not.toContain('Ana Ruiz');
});
