import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../../scripts/build-app.ts';
import { permissionsTable, tableMarks, withTable } from '../../../scripts/docs/permissions-table.ts';

const document = readFileSync(path.join(projectFolder, 'docs', 'policy.md'), 'utf8');

describe('rule-6 the table of docs/policy.md', () => {
  it('is the one that app and backend go by; `npm run permissions` writes it anew', () => {
    expect(document).toBe(withTable(document));
  });

  it('has a row for each action, with its roles and states', () => {
    expect(permissionsTable()).toContain('| `hand_off` | hand a case off to the TAEs | yes |  | yes |  | open |');
    expect(permissionsTable()).toContain('| `add_note` | add a note to a case | yes | yes | yes | yes | any |');
  });

  it('cannot be written into a document that has no place for it', () => {
    expect(() => withTable('# Nothing')).toThrow(tableMarks.begin);
  });
});
