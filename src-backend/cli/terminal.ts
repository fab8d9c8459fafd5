/** What a command says and hears. */
export interface Terminal {
  /** The command's result, on standard output. */
  readonly print: (line: string) => void;
  /** Everything else, on standard error. */
  readonly warn: (line: string) => void;
  /** Resolves when the process is told to stop. */
  readonly stopRequested: Promise<void>;
}
