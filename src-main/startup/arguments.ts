import { parseArgs } from 'node:util';
import { takeLink } from '../links/link-argument.ts';

/** How many sample cases a new data folder starts with. */
export interface SampleSize {
  readonly open: number;
  readonly closed: number;
  readonly seed: number;
}

/** What the app was asked for on its command line. */
export interface AppArguments {
  /** Folder for everything this instance keeps; null for the usual one. */
  readonly profile: string | null;
  /** Backend to join instead of the embedded one. */
  readonly server: string | null;
  readonly token: string | null;
  /** Embedded backend only: who acts. */
  readonly user: string | null;
  /** Embedded backend only, and only for a new data folder. */
  readonly sample: SampleSize;
  /** Started by the system at login: the window waits until it is asked for. */
  readonly hidden: boolean;
  /** The link that the system started the app with, as it came; null without one. */
  readonly link: string | null;
}

export type ParsedArguments =
  | { readonly ok: true; readonly arguments: AppArguments }
  | { readonly ok: false; readonly message: string };

/** The desk of the shipped policy on an ordinary day. */
export const usualSample: SampleSize = { open: 600, closed: 3_000, seed: 1 };

const options = {
  profile: { type: 'string' },
  server: { type: 'string' },
  token: { type: 'string' },
  user: { type: 'string' },
  sample: { type: 'string' },
  hidden: { type: 'boolean' },
} as const;

type Values = {
  readonly [Name in keyof typeof options]?: (typeof options)[Name]['type'] extends 'boolean' ? boolean : string;
};

const usage =
  'Dueline understands: --profile DIR, --server URL [--token T], --user ID, --sample OPEN[,CLOSED[,SEED]], --hidden.';

/**
 * Switches of Chromium, Electron, macOS and of Windows' toasts that reach the app's own argument list and are not for it.
 * Named one by one, so that a mistyped argument of ours is still refused.
 */
const foreignSwitches =
  /^(--no-sandbox|--disable-gpu|--headless|--inspect(-brk)?|--remote-debugging-(port|pipe)|--ozone-platform(-hint)?|--enable-logging|--lang|--force-device-scale-factor|--force-renderer-accessibility|--user-data-dir|-psn_.*|-Embedding|-ToastActivated)(=.*)?$/;

/** Those among them that hand the app's pages or its main process to another program. */
const developerSwitches = /^--(inspect(-brk)?|remote-debugging-(port|pipe)|user-data-dir)(=.*)?$/;

/** How the installer of an update starts the app on Windows (StartApp in electron-builder's common.nsh): it asks for nothing. */
const fromInstaller = '--updated';

/** Reads the arguments after the executable and, unpackaged, the app's folder. Anything wrong is named, never guessed. */
export function parseArguments(argv: readonly string[], isPackaged = false): ParsedArguments {
  const { own: beforeLink, link } = takeLink(argv);
  const forDevelopers = beforeLink.find((argument) => developerSwitches.test(argument));
  if (isPackaged && forDevelopers !== undefined) return refuse(`${forDevelopers} is not for an installed app.`);
  const own = beforeLink.filter((argument) => argument !== fromInstaller && !foreignSwitches.test(argument));
  const given = new Set<string>();
  try {
    const { values, tokens } = parseArgs({ args: own, options, strict: true, allowPositionals: false, tokens: true });
    for (const token of tokens) {
      if (token.kind !== 'option') continue;
      if (given.has(token.name)) return refuse(`--${token.name} is given twice.`);
      if (token.value === '') return refuse(`--${token.name} needs a value.`);
      given.add(token.name);
    }
    return check(values, link);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function check(values: Values, link: string | null): ParsedArguments {
  const { profile = null, token = null, user = null, hidden = false } = values;
  const server = values.server === undefined ? null : parseServer(values.server);
  const sample = values.sample === undefined ? null : parseSample(values.sample);
  if (profile?.includes('\0')) return refuse('--profile must be the path of a folder.');
  if (server === undefined) return refuse(`--server must be an http or https address, not '${values.server}'.`);
  if (sample === undefined)
    return refuse(`--sample must be OPEN[,CLOSED[,SEED]] in whole numbers, not '${values.sample}'.`);
  if (token !== null && server === null) return refuse('--token goes with --server.');
  if (token !== null && !/^[\x21-\x7e]{1,500}$/.test(token))
    return refuse('--token holds characters that no token has.');
  if (server !== null && user !== null)
    return refuse('--user is for the embedded backend; on a server the token says who acts.');
  if (server !== null && sample !== null) return refuse('--sample is for the embedded backend, not for --server.');
  return { ok: true, arguments: { profile, server, token, user, sample: sample ?? usualSample, hidden, link } };
}

/** The address without what an API address cannot have; undefined if it is none. Ends without a slash. */
export function parseServer(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

const largestSample = 1_000_000;

function parseSample(text: string): SampleSize | undefined {
  const parts = text.split(',');
  if (parts.length > 3 || parts.some((part) => !/^\d{1,10}$/.test(part))) return undefined;
  const [open = 0, closed = open === 0 ? 0 : open * 5, seed = 1] = parts.map(Number);
  return open <= largestSample && closed <= largestSample ? { open, closed, seed } : undefined;
}

function refuse(message: string): ParsedArguments {
  return { ok: false, message: `${message}\n${usage}` };
}
