import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorFacts, type LogEvent, logLine } from '../../../../src-main/log/log-event.ts';
import { rotatingFile } from '../../../../src-main/log/rotating-file.ts';
import { plantedStrings } from '../../../fixtures/planted-strings.ts';

const at = '2026-11-30T12:00:00.000Z';

describe('an error in the log', () => {
  test('says what it is and where it came about', () => {
    const facts = errorFacts(Object.assign(new TypeError('x'), { code: 'ENOSPC' }));
    expect(facts).toMatchObject({ name: 'TypeError', code: 'ENOSPC' });
    expect(facts.at[0]).toMatch(/^log-event\.test\.ts:\d+:\d+$/);
    expect(errorFacts('thrown as it is')).toEqual({ name: 'No error', code: null, at: [] });
  });

  test.each(plantedStrings)('does not say %j, wherever it stands in it', (planted) => {
    const errors = [
      new Error(planted),
      new Error(`Case of ${planted}\n    at ${planted}\n    at x (${planted}.js:1:1)`),
      Object.assign(new Error('x'), { code: planted, path: `/home/${planted}`, name: planted }),
      new Error('x', { cause: new Error(planted) }),
      new AggregateError([new Error(planted)], planted),
      planted,
      { message: planted },
    ];
    for (const error of errors) {
      const line = logLine({ event: 'uncaught', error: errorFacts(error) }, at);
      expect(line).not.toContain(planted);
    }
  });
});

describe('a line of the log', () => {
  test('is one JSON object', () => {
    const line = logLine({ event: 'backend', kind: 'embedded', state: 'running' }, at);
    expect(JSON.parse(line)).toEqual({ at, event: 'backend', kind: 'embedded', state: 'running' });
    expect(line.endsWith('}\n')).toBe(true);
  });

  test('holds words only: a text that got into a field all the same is left out', () => {
    const events: LogEvent[] = [
      { event: 'page gone', reason: 'Harvest Valley’s order 4711 is late' },
      { event: 'page refused', what: 'navigation', scheme: 'https://example.com/?customer=1' },
      { event: 'call refused', call: 'backend:join', why: 'x'.repeat(61) },
    ];
    for (const event of events) expect(logLine(event, at)).toContain('(left out)');
  });
});

describe('the file of the log', () => {
  test('is put aside once it is large, and two are kept', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-log-'));
    const file = rotatingFile(path.join(folder, 'logs', 'main.log'), 100);
    for (let line = 0; line < 50; line++) file.append(`line ${line}\n`);
    expect(readdirSync(path.join(folder, 'logs')).sort()).toEqual(['main.log', 'main.log.1']);
    for (const name of ['main.log', 'main.log.1']) {
      expect(statSync(path.join(folder, 'logs', name)).size).toBeLessThanOrEqual(100);
    }
    expect(file.read().at(-1)).toBe('line 49');
    expect(readFileSync(path.join(folder, 'logs', 'main.log'), 'utf8')).toContain('line 49');
  });

  test('that cannot be written stops nobody', () => {
    const file = rotatingFile('/dev/null/logs/main.log', 100);
    file.append('line\n');
    expect(file.read()).toEqual([]);
  });
});
