import { readFile, stat } from 'node:fs/promises';
import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import type { DurationMs, EpochMs, SpaceId } from '../../src-shared/ids.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { policyDocumentId } from '../../src-shared/sync/collections.ts';
import { type ImportSource, lastInstant, type UnusableSource } from './import-source.ts';
import { caseIdOf } from './merge-case.ts';
import { readSalesforceExport } from './salesforce-files.ts';
import { salesforceSystem } from './salesforce-people.ts';
import { salesforceSource } from './salesforce-source.ts';
import { servicenowSystem } from './servicenow-form.ts';
import { incidentNumbers, readServicenowLog, servicenowSource } from './servicenow-source.ts';
import { readIsoInstant, type WallClock, wallClock } from './wall-clock.ts';
import { type ImportStorage, type WriteCounts, writeCases } from './write-cases.ts';

export type ImportFormat = 'servicenow-events' | 'salesforce';

export interface ImportOptions {
  readonly storage: ImportStorage;
  readonly space: SpaceId;
  readonly format: ImportFormat;
  /** The log; for `salesforce` the folder of a Data Export, or one of its CSV files. */
  readonly file: string;
  /** Zone of the source's wall times and of `asOf`; null: the zone of the policy's support hours. */
  readonly timeZone: string | null;
  /** Replay only what was known then: a wall time, or an ISO instant with an offset. Null: all. */
  readonly asOf: string | null;
  /** Move history so that `asOf`, or the source's last instant, becomes `now`. */
  readonly shiftToNow: boolean;
  readonly now: EpochMs;
  readonly report: (line: string) => void;
}

/** All rows loaded; some were refused; the source cannot be used and nothing was written. */
export type ImportExitCode = 0 | 1 | 2;

/**
 * Imports a log or an export of cases, reporting each bad row and a last line with the counts. Importing the same
 * again changes nothing; a longer log adds what is new.
 *
 * @throws {StorageError} if the data cannot be written; what was reported as refused stands, and a second run completes.
 */
export async function runImport(options: ImportOptions): Promise<ImportExitCode> {
  const { report } = options;
  const prepared = await prepare(options);
  if ('unusable' in prepared) {
    for (const line of prepared.unusable) report(line);
    report(summary(0, 0, { added: 0, updated: 0, unchanged: 0 }, 0));
    return 2;
  }
  const { source, agreement, movedMs, lines } = prepared;
  for (const line of [...source.lines, ...lines]) report(line);
  const counts = await writeCases(options.storage, source, { space: options.space, agreement, movedMs });
  report(summary(source.rowsRead, source.cases.length, counts, source.rowsRefused));
  return source.rowsRefused === 0 ? 0 : 1;
}

function summary(rows: number, cases: number, counts: WriteCounts, refused: number): string {
  const { added, updated, unchanged } = counts;
  return `read ${rows} rows, ${cases} cases: ${added} added, ${updated} updated, ${unchanged} unchanged; ${refused} rows refused`;
}

interface Prepared {
  readonly source: ImportSource;
  readonly agreement: string;
  readonly movedMs: DurationMs;
  readonly lines: readonly string[];
}

async function prepare(options: ImportOptions): Promise<Prepared | UnusableSource> {
  const policy = await options.storage.read(options.space, (tx) => tx.get('policy', policyDocumentId));
  const terms = policy === undefined ? null : defaultTerms(policy);
  if (terms === null) {
    return { unusable: ['policy: this data folder has no policy with an agreement yet; start the backend on it once'] };
  }
  const opened = options.format === 'salesforce' ? await openSalesforce(options) : await openServicenow(options);
  if ('unusable' in opened) return opened;
  const zoneName = options.timeZone ?? opened.before?.timeZone ?? terms.timeZone;
  const clock = wallClock(zoneName);
  if (clock === null) {
    return { unusable: [`--time-zone: "${zoneName}" is no time zone; expected a name such as America/Los_Angeles`] };
  }
  const zoneBefore = opened.before?.timeZone;
  if (zoneBefore !== undefined && zoneBefore !== zoneName) {
    const place = 'cases of this log are here already, with their times read in';
    return {
      unusable: [`--time-zone: ${place} ${zoneBefore}; leave the option out, or import into a new data folder`],
    };
  }
  const asOf = options.asOf === null ? null : readIsoInstant(options.asOf, clock);
  if (asOf === null && options.asOf !== null) {
    return { unusable: [`--as-of: "${options.asOf}" is no time; expected one such as 2016-03-01T12:00`] };
  }
  const told = opened.read(clock, asOf);
  const move = decideMove(options, told, asOf, opened.before);
  const upToNow = options.now - move.movedMs;
  // Nobody knows what has not happened yet; a later import tells it once its time has come.
  const isAhead = (lastInstant(told) ?? upToNow) > upToNow;
  const source = isAhead ? opened.read(clock, upToNow) : told;
  const lines: string[] = [];
  if (source.rowsRead === 0) lines.push('there are no rows below the header');
  if (options.asOf !== null) {
    lines.push(`as of ${options.asOf} (${clock.timeZone}): ${told.rowsLater} rows are later and were left out`);
  }
  if (isAhead) {
    const ahead = source.rowsLater - told.rowsLater;
    lines.push(`${ahead} rows are later than now and were left out; import again when their time has come`);
  }
  return { source, agreement: terms.agreement, movedMs: move.movedMs, lines: [...lines, ...move.lines] };
}

function defaultTerms(policy: Policy): { agreement: string; timeZone: string } | null {
  const agreement = Object.hasOwn(policy.agreements, 'standard') ? 'standard' : Object.keys(policy.agreements)[0];
  const spec = agreement === undefined ? undefined : policy.agreements[agreement];
  const calendar = spec === undefined ? undefined : policy.calendars[spec.calendar];
  return agreement === undefined || calendar === undefined ? null : { agreement, timeZone: calendar.timeZone };
}

/** A file that was read, before its times are understood. */
interface OpenedSource {
  readonly read: (clock: WallClock, asOf: EpochMs | null) => ImportSource;
  /** How an earlier import read and moved the same source; null if none did. */
  readonly before: CaseDocument['source'] | null;
}

async function openServicenow(options: ImportOptions): Promise<OpenedSource | UnusableSource> {
  const bytes = await readInput(options.file);
  if ('unusable' in bytes) return bytes;
  const table = readServicenowLog(bytes);
  if ('unusable' in table) return table;
  return {
    read: (clock, asOf) => servicenowSource(table, clock, asOf),
    before: await importedBefore(options, servicenowSystem, incidentNumbers(table)),
  };
}

async function openSalesforce(options: ImportOptions): Promise<OpenedSource | UnusableSource> {
  const tables = await readSalesforceExport(options.file, readInput);
  if ('unusable' in tables) return tables;
  return {
    read: (_clock, asOf) => salesforceSource(tables, asOf),
    before: await importedBefore(options, salesforceSystem, tables.caseKeys()),
  };
}

async function importedBefore(
  { storage, space }: ImportOptions,
  system: string,
  keys: Iterable<string>,
): Promise<CaseDocument['source'] | null> {
  return storage.read(space, async (tx) => {
    for (const key of keys) {
      const stored = await tx.get('cases', caseIdOf({ system }, key));
      if (stored?.source !== undefined) return stored.source;
    }
    return null;
  });
}

/** History of one source is moved once: moved anew at each import, the same row would stand at two times. */
function decideMove(
  options: ImportOptions,
  source: ImportSource,
  asOf: EpochMs | null,
  before: OpenedSource['before'],
): { movedMs: DurationMs; lines: readonly string[] } {
  if (before != null) {
    const movedMs = before.movedMs ?? 0;
    if (movedMs !== 0)
      return { movedMs, lines: [`history stays moved by ${movedText(movedMs)}, as the first import moved it`] };
    const lines = options.shiftToNow
      ? ['--shift-to-now: history stays unmoved, as the first import left it; use a new data folder to move it']
      : [];
    return { movedMs, lines };
  }
  const pivot = asOf ?? lastInstant(source);
  if (!options.shiftToNow || pivot === null) return { movedMs: 0, lines: [] };
  const movedMs = options.now - pivot;
  return { movedMs, lines: [`history moved by ${movedText(movedMs)}: ${new Date(pivot).toISOString()} is now`] };
}

function movedText(movedMs: DurationMs): string {
  const minutes = Math.round(Math.abs(movedMs) / 60_000);
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24];
  return `${movedMs < 0 ? '−' : ''}${days} d ${hours} h ${minutes % 60} min`;
}

/** Larger files are more than a text in memory may be. */
const maxFileBytes = 400 * 1024 * 1024;

async function readInput(file: string): Promise<Uint8Array | UnusableSource> {
  try {
    const { size } = await stat(file);
    if (size > maxFileBytes) {
      return { unusable: [`${file}: larger than 400 MB; split it and import the parts one after the other`] };
    }
    return await readFile(file);
  } catch (error) {
    return { unusable: [`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`] };
  }
}
