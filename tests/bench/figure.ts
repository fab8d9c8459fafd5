/** One measured figure. Nothing asserts it. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Runs `work` until `forMs` have passed and answers how many times a second it ran, `perRun` units each. */
export function ratePerSecond(work: () => void, perRun = 1, forMs = 1_000): number {
  work();
  const startedAt = performance.now();
  let runs = 0;
  let spentMs = 0;
  do {
    work();
    runs += 1;
    spentMs = performance.now() - startedAt;
  } while (spentMs < forMs);
  return (runs * perRun * 1_000) / spentMs;
}

/** The middle value of a list that is not empty. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
