import { type Clock, systemClock, TestClock } from '../clock.ts';
import { CliError } from './cli-error.ts';

/**
 * The clock that `DUELINE_TEST_CLOCK` asks for: the system's unless it holds an ISO instant.
 *
 * @throws {CliError} if it holds something else.
 */
export function clockFrom(testClock: string | undefined): Clock {
  if (testClock === undefined || testClock === '') return systemClock;
  const at = Date.parse(testClock);
  if (Number.isNaN(at)) {
    throw new CliError(
      2,
      `DUELINE_TEST_CLOCK is "${testClock}", but must be an ISO instant such as 2026-03-02T17:00:00Z.`,
    );
  }
  return new TestClock(at);
}
