// npm run permissions: writes the table of who may do what into docs/policy.md.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from './build-app.ts';
import { withTable } from './docs/permissions-table.ts';

const file = path.join(projectFolder, 'docs', 'policy.md');
writeFileSync(file, withTable(readFileSync(file, 'utf8')));
