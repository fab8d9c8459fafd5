import { randomBytes } from 'node:crypto';
import { utilityProcess } from 'electron';
import { z } from 'zod';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { SampleSize } from '../startup/arguments.ts';

/** First message to the backend process: all that it needs to serve this profile. */
export interface StartMessage {
  readonly type: 'start';
  readonly dataDir: string;
  /** Bearer token that the proxy will send. */
  readonly token: string;
  /** Who acts; null for the first user. */
  readonly userId: string | null;
  /** Fills new data only; null for none. */
  readonly sample: SampleSize | null;
  /** Null for the stored policy, or the shipped one. */
  readonly policyFile: string | null;
  readonly testClockAt: EpochMs | null;
}

const answerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), port: z.int().min(1).max(65_535), userId: z.string() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);
/** What the backend process says back. */
export type BackendAnswer = z.infer<typeof answerSchema>;

/** One run of the embedded backend. */
export interface BackendProcess {
  onAnswer(listener: (answer: BackendAnswer) => void): void;
  /** `said` is the end of what it wrote to its error output, for the message to the user; may be empty. */
  onExit(listener: (code: number, said: string) => void): void;
  /** Asks it to put its data away and end. */
  stop(): void;
  kill(): void;
}

/** Starts the bundled backend in a process of its own, with a token that only this process and it know. */
export function forkBackend(
  entry: string,
  start: () => Omit<StartMessage, 'type' | 'token'>,
  env: NodeJS.ProcessEnv,
): { readonly process: BackendProcess; readonly token: string } {
  const token = randomBytes(32).toString('base64url');
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'Dueline backend',
    stdio: 'pipe',
    env: definedOnly(env),
  });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => process.stdout.write(chunk));
  child.stderr?.on('data', (chunk: Buffer) => {
    process.stderr.write(chunk);
    said = `${said}${chunk.toString('utf8')}`.slice(-1_000);
  });
  child.on('spawn', () => child.postMessage({ type: 'start', token, ...start() } satisfies StartMessage));
  return {
    token,
    process: {
      onAnswer: (listener) => {
        child.on('message', (message: unknown) => {
          const answer = answerSchema.safeParse(message);
          if (answer.success) listener(answer.data);
        });
      },
      onExit: (listener) => {
        child.on('exit', (code) => listener(code, said.trim() === '' ? '' : `\n${said.trim()}`));
      },
      stop: () => child.postMessage({ type: 'stop' }),
      kill: () => {
        child.kill();
      },
    },
  };
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
