import type { SyncFacts } from '../../src-shared/desktop/sync-facts.ts';
import type { BackendState } from '../../src-shared/desktop-contract.ts';
import type { Settings } from '../../src-shared/settings/settings.ts';

/** What is told of this installation: how it runs, how much it holds, and nothing of what that says. */
export interface DiagnosticFacts {
  readonly at: string;
  readonly app: { readonly version: string; readonly runtime: string; readonly isPackaged: boolean };
  readonly system: {
    readonly platform: string;
    readonly release: string;
    readonly arch: string;
    readonly languages: readonly string[];
    readonly memoryMegabytes: number;
    readonly versions: Readonly<Record<string, string>>;
  };
  readonly backend: BackendState;
  readonly sync: SyncFacts | null;
  readonly journal: { readonly waiting: number; readonly attention: number; readonly damagedPlaces: number } | null;
  /** Bytes by the name of a part of the profile. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly freeBytes: number | null;
  readonly settings: Settings;
  readonly log: readonly string[];
}

/** The text that a person reads before it goes anywhere: a few lines of words, then everything as JSON. */
export function diagnosticsText({ log, backend, ...facts }: DiagnosticFacts): string {
  return [
    'Dueline diagnostics',
    '',
    'This is all of it. It holds versions, states, counts and sizes, the address of your server, and no case, name,',
    'message or token. Take out what you do not want to send.',
    '',
    JSON.stringify({ ...facts, backend: withoutMessage(backend) }, null, 2),
    '',
    `Log, ${log.length} lines, oldest first`,
    ...log,
    '',
  ].join('\n');
}

/** A backend that failed tells why in words of its own, which may name users of the desk. */
function withoutMessage(backend: BackendState): object {
  if (!('message' in backend)) return backend;
  const { message: _message, ...rest } = backend;
  return rest;
}
