import type { CaseStatus } from '../../src-shared/cases/case-state.ts';
import type { Role } from '../../src-shared/directory/documents.ts';
import { permissions } from '../../src-shared/directory/permissions.ts';

/** Between these two lines of docs/policy.md stands the table that the code holds. */
export const tableMarks = {
  begin: '<!-- permissions: written by `npm run permissions` -->',
  end: '<!-- /permissions -->',
} as const;

const roles: readonly (readonly [Role, string])[] = [
  ['coa', 'COA'],
  ['tae', 'TAE'],
  ['lead', 'lead'],
  ['administrator', 'administrator'],
];
const waiting: readonly CaseStatus[] = ['waiting_customer', 'waiting_development', 'waiting_internally'];
const open: readonly CaseStatus[] = ['new', 'triaged', 'in_progress', ...waiting];

/** What the sets of states in the table are called. */
const stateWords: readonly (readonly [string, readonly CaseStatus[]])[] = [
  ['–', []],
  ['waiting', waiting],
  ['open', open],
  ['resolved, closed', ['resolved', 'closed']],
  ['all but closed', [...open, 'resolved']],
  ['any', [...open, 'resolved', 'closed']],
];

/** The table of permissions in Markdown: one row for each action, in the order of the code. */
export function permissionsTable(): string {
  const head = ['action', 'what', ...roles.map(([, words]) => words), 'while the case is'];
  const rows = Object.entries(permissions).map(([action, { roles: allowed, states, does }]) => {
    const may: readonly Role[] = allowed;
    return [
      `\`${action}\``,
      does.replace('{case}', 'a case'),
      ...roles.map(([role]) => (may.includes(role) ? 'yes' : '')),
      wordsOf(states),
    ];
  });
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The document with the table between its marks put right. */
export function withTable(document: string): string {
  const begin = document.indexOf(tableMarks.begin);
  const end = document.indexOf(tableMarks.end);
  if (begin < 0 || end < begin)
    throw new Error(`The document lacks the lines ${tableMarks.begin} and ${tableMarks.end}.`);
  return `${document.slice(0, begin + tableMarks.begin.length)}\n\n${permissionsTable()}\n\n${document.slice(end)}`;
}

function wordsOf(states: readonly CaseStatus[]): string {
  const known = stateWords.find(
    ([, set]) => set.length === states.length && set.every((state) => states.includes(state)),
  );
  return known?.[0] ?? states.map((state) => state.replaceAll('_', ' ')).join(', ');
}
