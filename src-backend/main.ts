import { parseCommand } from './cli/arguments.ts';
import { CliError } from './cli/cli-error.ts';
import { clockFrom } from './cli/clock-variable.ts';
import { runCommand } from './cli/run-command.ts';
import { PolicyFileError } from './space/policy-file.ts';
import { StorageError } from './storage/storage.ts';

/* The backend's command line: `npm run backend -- COMMAND …`. Exit code 0: done; 1: failed; 2: wrong arguments. */

const stopRequested = new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve());
  process.once('SIGTERM', () => resolve());
});

try {
  const command = parseCommand(process.argv.slice(2));
  // Only serve has something to finish; the others end at once, as their last commit is all that counts.
  if (command.name !== 'serve') stopRequested.then(() => process.exit(130));
  process.exitCode = await runCommand(command, clockFrom(process.env.DUELINE_TEST_CLOCK), {
    print: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => process.stderr.write(`${line}\n`),
    stopRequested,
  });
} catch (error) {
  process.stderr.write(`${textFor(error)}\n`);
  process.exitCode = error instanceof CliError ? error.exitCode : 1;
}

/** The message alone where it was written for people; everything where the fault is ours. */
function textFor(error: unknown): string {
  const forPeople = error instanceof CliError || error instanceof StorageError || error instanceof PolicyFileError;
  if (forPeople) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
