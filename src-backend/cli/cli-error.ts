/** Ends the command with this message for whoever typed it. Exit code 2: the arguments were wrong; 1: it failed. */
export class CliError extends Error {
  readonly exitCode: 1 | 2;

  constructor(exitCode: 1 | 2, message: string) {
    super(message);
    this.name = 'CliError';
    this.exitCode = exitCode;
  }
}
