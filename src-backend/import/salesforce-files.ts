import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type CsvForm, type CsvTable, readCsvTable } from './csv-table.ts';
import type { UnusableSource } from './import-source.ts';
import { problemLine } from './row-problem.ts';

/** The files of a Data Export that are read, each by the name of its object. */
export interface SalesforceTables {
  readonly Case: CsvTable;
  readonly Account: CsvTable | null;
  readonly Contact: CsvTable | null;
  readonly CaseComment: CsvTable | null;
  readonly User: CsvTable | null;
  /** Ids of the cases, in their short form. */
  caseKeys(): Iterable<string>;
}

const objects = ['Case', 'Account', 'Contact', 'CaseComment', 'User'] as const;
type ObjectName = (typeof objects)[number];

const forms: Readonly<Record<ObjectName, CsvForm>> = {
  Case: {
    required: [
      'Id',
      'CaseNumber',
      'Subject',
      'Status',
      'Priority',
      'Origin',
      'IsClosed',
      'CreatedDate',
      'LastModifiedDate',
    ],
    optional: ['ClosedDate', 'OwnerId', 'ContactId', 'AccountId', 'Description', 'Severity__c', 'CreatedById'],
    firstField: /500[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?/,
  },
  Account: { required: ['Id', 'Name'], optional: [], firstField: /001[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?/ },
  Contact: {
    required: ['Id', 'AccountId', 'LastName'],
    optional: ['FirstName', 'Email', 'Phone'],
    firstField: /003[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?/,
  },
  CaseComment: {
    required: ['Id', 'ParentId', 'IsPublished', 'CommentBody', 'CreatedById', 'CreatedDate'],
    optional: [],
    firstField: /00a[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?/,
  },
  User: {
    required: ['Id', 'LastName'],
    optional: ['FirstName', 'UserType', 'ContactId'],
    firstField: /005[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?/,
  },
};

/** Salesforce's ids have 15 characters that count and, in some exports, 3 that check them. */
export function shortId(id: string): string {
  return id.slice(0, 15);
}

export function isSalesforceId(id: string): boolean {
  return /^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/.test(id);
}

/** Reads the CSV files of a Data Export's folder; `path` is the folder or one of them. Case.csv must be there. */
export async function readSalesforceExport(
  path: string,
  readInput: (file: string) => Promise<Uint8Array | UnusableSource>,
): Promise<SalesforceTables | UnusableSource> {
  const files = await filesBeside(path);
  if ('unusable' in files) return files;
  const tables = new Map<ObjectName, CsvTable>();
  for (const name of objects) {
    const file = files.get(name);
    if (file === undefined) continue;
    const bytes = await readInput(file);
    if ('unusable' in bytes) return bytes;
    const table = readCsvTable(bytes, forms[name]);
    if (!table.usable) {
      return { unusable: table.problems.map((problem) => problemLine(problem, basename(file))) };
    }
    tables.set(name, table);
  }
  const cases = tables.get('Case');
  if (cases === undefined) return { unusable: [`${path}: there is no Case.csv`] };
  return {
    Case: cases,
    Account: tables.get('Account') ?? null,
    Contact: tables.get('Contact') ?? null,
    CaseComment: tables.get('CaseComment') ?? null,
    User: tables.get('User') ?? null,
    *caseKeys() {
      for (const { fields } of cases.rows) yield shortId(fields.Id ?? '');
    },
  };
}

async function filesBeside(path: string): Promise<Map<ObjectName, string> | UnusableSource> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    if (!isFolder && objectOf(basename(path)) === undefined) {
      return { unusable: [`${path}: expected a folder, or one of ${objects.map((name) => `${name}.csv`).join(', ')}`] };
    }
    const folder = isFolder ? path : dirname(path);
    const files = new Map<ObjectName, string>();
    for (const file of await readdir(folder)) {
      const name = objectOf(file);
      if (name !== undefined) files.set(name, join(folder, file));
    }
    return files;
  } catch (error) {
    return { unusable: [`${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

function objectOf(file: string): ObjectName | undefined {
  return objects.find((name) => `${name}.csv`.toLowerCase() === file.toLowerCase());
}
