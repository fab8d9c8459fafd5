import type { EpochMs } from '../../src-shared/ids.ts';
import { type CsvTable, readCsvTable } from './csv-table.ts';
import type { ImportSource, UnusableSource } from './import-source.ts';
import { problemLine } from './row-problem.ts';
import { servicenowForm } from './servicenow-form.ts';
import { servicenowCases, servicenowCsv } from './servicenow-rows.ts';
import type { WallClock } from './wall-clock.ts';

/** Reads the CSV of a ServiceNow incident log. */
export function readServicenowLog(bytes: Uint8Array): CsvTable | UnusableSource {
  const table = readCsvTable(bytes, servicenowCsv);
  return table.usable ? table : { unusable: table.problems.map((problem) => problemLine(problem)) };
}

/** Numbers of the incidents in a log. */
export function* incidentNumbers(table: CsvTable): Generator<string> {
  let last = '';
  for (const { fields } of table.rows) {
    const number = fields.number ?? '';
    if (number !== last) yield number;
    last = number;
  }
}

export function servicenowSource(table: CsvTable, clock: WallClock, asOf: EpochMs | null): ImportSource {
  const form = servicenowForm(clock);
  const { cases, refused, notices, later } = servicenowCases(table.rows, form, asOf);
  const allRefused = [...table.refused, ...refused];
  const problems = [...allRefused, ...table.notices, ...notices].toSorted((a, b) => a.line - b.line);
  const refusedLines = new Set(allRefused.map(({ line }) => line));
  return {
    form,
    cases,
    accounts: [],
    contacts: [],
    users: [],
    lines: problems.map((problem) => problemLine(problem)),
    rowsRead: table.rows.length + table.refused.length,
    rowsRefused: refusedLines.size,
    rowsLater: later,
  };
}
