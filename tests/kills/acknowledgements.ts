import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** What the driver of a kill test was told is stored, on the disk before the next kill. */
export interface Acknowledgements {
  /** Appends the ids and returns when they are on the disk. */
  add(...ids: readonly string[]): void;
  /** All of them, as the file has them. */
  all(): readonly string[];
  close(): void;
}

export function openAcknowledgements(file: string): Acknowledgements {
  const handle = openSync(file, 'a');
  return {
    add(...ids) {
      writeSync(handle, ids.map((id) => `${id}\n`).join(''));
      fdatasyncSync(handle);
    },
    all: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((id) => id !== ''),
    close: () => closeSync(handle),
  };
}

/** How a kill test ended. */
export interface KillReport {
  readonly rounds: number;
  readonly acknowledged: number;
  /** Acknowledged, and not in the export. */
  readonly missing: readonly string[];
  /** More than once in the export, acknowledged or not. */
  readonly twice: readonly string[];
}

/** Holds what was acknowledged against what an export contains, where each id stands as often as it was applied. */
export function compare(rounds: number, acknowledged: readonly string[], exported: readonly string[]): KillReport {
  const times = new Map<string, number>();
  for (const id of exported) times.set(id, (times.get(id) ?? 0) + 1);
  const ids = new Set(acknowledged);
  return {
    rounds,
    acknowledged: ids.size,
    missing: [...ids].filter((id) => !times.has(id)),
    twice: [...times].filter(([, count]) => count > 1).map(([id]) => id),
  };
}

export function together(reports: readonly KillReport[]): KillReport {
  return {
    rounds: reports.reduce((sum, { rounds }) => sum + rounds, 0),
    acknowledged: reports.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    missing: reports.flatMap(({ missing }) => missing),
    twice: reports.flatMap(({ twice }) => twice),
  };
}

/** `rounds R, acknowledged A, missing M, twice T` */
export function summary({ rounds, acknowledged, missing, twice }: KillReport): string {
  return `rounds ${rounds}, acknowledged ${acknowledged}, missing ${missing.length}, twice ${twice.length}`;
}

/** Whether nothing was lost or doubled; without a single acknowledgement nothing was shown. */
export function isFaultless({ acknowledged, missing, twice }: KillReport): boolean {
  return acknowledged > 0 && missing.length === 0 && twice.length === 0;
}
