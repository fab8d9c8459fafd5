/** What is wrong with one place of a file: shown as `line L: field F: reason`. */
export interface RowProblem {
  /** First physical line of the record, counted from 1. */
  readonly line: number;
  /** Column as the header names it, or the nearest description of the place. */
  readonly field: string;
  readonly reason: string;
}

/** The line of the report; `file` names the file where several are read. */
export function problemLine(problem: RowProblem, file?: string): string {
  const place = `line ${problem.line}: field ${problem.field}: ${problem.reason}`;
  return file === undefined ? place : `${file}: ${place}`;
}
