import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { newsSince, readReleaseNotes } from '../../../../src-shared/updates/release-notes.ts';

const project = path.join(import.meta.dirname, '../../../..');
const markdown = `
Before the first heading nothing is read.

# Dueline 0.3.0

A paragraph with **weight**, \`code\` and a [link](https://example.com),
wrapped in the file.

- A point
- Another one,
  wrapped

# Dueline 0.2.0

* Undo

## Dueline 0.1.0
The first version.
`;
const notes = readReleaseNotes(markdown);

describe('the notes of the releases', () => {
  test('are paragraphs and points by version, as plain text', () => {
    expect(notes).toEqual([
      {
        version: '0.3.0',
        lines: [
          { isPoint: false, text: 'A paragraph with weight, code and a link, wrapped in the file.' },
          { isPoint: true, text: 'A point' },
          { isPoint: true, text: 'Another one, wrapped' },
        ],
      },
      { version: '0.2.0', lines: [{ isPoint: true, text: 'Undo' }] },
      { version: '0.1.0', lines: [{ isPoint: false, text: 'The first version.' }] },
    ]);
    expect(readReleaseNotes('')).toEqual([]);
  });

  test.each<[lastRun: string | null, current: string, versions: string[]]>([
    [null, '0.3.0', []],
    ['0.3.0', '0.3.0', []],
    ['0.2.0', '0.3.0', ['0.3.0']],
    ['0.1.0', '0.3.0', ['0.3.0', '0.2.0']],
    ['0.1.0', '0.2.0', ['0.2.0']],
    ['0.3.0', '0.1.0', []],
    ['damaged', '0.3.0', []],
  ])('are new from %s to %s for %j', (lastRun, current, versions) => {
    expect(newsSince(notes, lastRun, current).map(({ version }) => version)).toEqual(versions);
  });

  test('of this version are written', () => {
    const { version } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));
    const [latest] = readReleaseNotes(readFileSync(path.join(project, 'docs/release-notes.md'), 'utf8'));
    expect(latest?.version).toBe(version);
    expect(latest?.lines.length).toBeGreaterThan(0);
  });
});
