/**
 * - `foreign`: no archive of Dueline.
 * - `newer`: of another version of Dueline.
 * - `damaged`: cut short or altered.
 */
export type ArchiveProblem = 'foreign' | 'newer' | 'damaged';

/** An archive that is not taken in; the message says why. */
export class ArchiveError extends Error {
  readonly problem: ArchiveProblem;

  constructor(problem: ArchiveProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ArchiveError';
    this.problem = problem;
  }
}
