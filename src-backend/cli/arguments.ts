import { parseArgs } from 'node:util';
import { type Role, roleSchema } from '../../src-shared/directory/documents.ts';
import type { DurationMs, SpaceId } from '../../src-shared/ids.ts';
import { spaceIdSchema } from '../../src-shared/sync/protocol.ts';
import { mainSpace } from '../backend.ts';
import { isServiceName, type Service, type ServicePower, servicePowers } from '../identity/service-tokens.ts';
import type { SampleSize } from '../space/prepare-space.ts';
import { type Retention, usualRetention } from '../space/pruning.ts';
import { CliError } from './cli-error.ts';
import type { DataPlace } from './data-place.ts';
import { defaultPort, usage } from './usage.ts';
import { withoutPassword } from './without-password.ts';

export type Command =
  | {
      readonly name: 'serve';
      readonly data: DataPlace;
      readonly space: SpaceId;
      readonly port: number;
      readonly host: string;
      readonly policy: string | null;
      readonly sample: SampleSize | null;
      readonly publicHosts: readonly string[];
      readonly allowedOrigins: readonly string[];
      readonly retention: Retention;
    }
  | {
      readonly name: 'import';
      readonly data: DataPlace;
      readonly space: SpaceId;
      readonly format: ImportFormat;
      readonly file: string;
      readonly timeZone: string | null;
      readonly asOf: string | null;
      readonly shiftToNow: boolean;
    }
  | { readonly name: 'export'; readonly data: DataPlace; readonly space: SpaceId }
  | {
      readonly name: 'user';
      readonly data: DataPlace;
      readonly space: SpaceId;
      readonly userName: string;
      readonly role: Role;
    }
  | { readonly name: 'token'; readonly data: DataPlace; readonly space: SpaceId; readonly userId: string }
  | {
      readonly name: 'service-token';
      readonly data: DataPlace;
      readonly space: SpaceId;
      readonly service: Service;
    }
  | { readonly name: 'services'; readonly data: DataPlace; readonly space: SpaceId }
  | { readonly name: 'revoke-service'; readonly data: DataPlace; readonly space: SpaceId; readonly serviceName: string }
  | { readonly name: 'sample'; readonly data: DataPlace; readonly space: SpaceId; readonly size: SampleSize }
  | { readonly name: 'remove-user'; readonly data: DataPlace; readonly space: SpaceId; readonly userId: string }
  | {
      readonly name: 'move-user';
      readonly data: DataPlace;
      readonly space: SpaceId;
      readonly userId: string;
      readonly toSpace: SpaceId;
    }
  | { readonly name: 'archive' | 'unarchive'; readonly data: DataPlace; readonly space: SpaceId; readonly file: string }
  /** `to`: null for the usual place. */
  | { readonly name: 'backup'; readonly data: DataPlace; readonly to: string | null }
  | { readonly name: 'backups'; readonly data: DataPlace }
  | { readonly name: 'restore'; readonly data: DataPlace; readonly from: string }
  | { readonly name: 'help' };

/** The systems whose exports can be imported. */
const importFormats = ['servicenow-events', 'salesforce'] as const;
type ImportFormat = (typeof importFormats)[number];

const largestSample = 1_000_000;

const options = {
  data: { type: 'string' },
  database: { type: 'string' },
  connections: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  policy: { type: 'string' },
  sample: { type: 'string' },
  'public-host': { type: 'string', multiple: true },
  'allow-origin': { type: 'string', multiple: true },
  'keep-deleted': { type: 'string' },
  'keep-results': { type: 'string' },
  format: { type: 'string' },
  'time-zone': { type: 'string' },
  'as-of': { type: 'string' },
  'shift-to-now': { type: 'boolean' },
  name: { type: 'string' },
  role: { type: 'string' },
  may: { type: 'string', multiple: true },
  list: { type: 'boolean' },
  revoke: { type: 'string' },
  user: { type: 'string' },
  space: { type: 'string' },
  remove: { type: 'string' },
  move: { type: 'string' },
  'to-space': { type: 'string' },
  to: { type: 'string' },
  from: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type OptionName = keyof typeof options;

/** The options of every command: where the data is. */
const placeOptions: readonly string[] = ['data', 'database', 'connections'] satisfies readonly OptionName[];

/** Which options each command takes besides. */
const optionsOf: Readonly<Record<string, readonly OptionName[]>> = {
  serve: ['port', 'host', 'policy', 'sample', 'public-host', 'allow-origin', 'space', 'keep-deleted', 'keep-results'],
  import: ['format', 'time-zone', 'as-of', 'shift-to-now', 'space'],
  export: ['space'],
  user: ['name', 'role', 'space', 'remove', 'move', 'to-space'],
  token: ['user', 'space'],
  'service-token': ['name', 'may', 'list', 'revoke', 'space'],
  sample: ['space'],
  backup: ['to'],
  backups: [],
  restore: ['from'],
  archive: ['to', 'space'],
  unarchive: ['from', 'space'],
};

/** @throws {CliError} with exit code 2, naming the argument that is wrong. */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parsed(args);
  if (values.help === true) return { name: 'help' };
  const [name = 'serve', ...rest] = positionals;
  const allowed = Object.hasOwn(optionsOf, name) ? optionsOf[name] : undefined;
  if (allowed === undefined) throw wrong(`There is no command "${name}".`);
  const foreign = Object.keys(values).find(
    (option) => !placeOptions.includes(option) && !allowed.some((own) => own === option),
  );
  if (foreign !== undefined) throw wrong(`${name} takes no --${foreign}.`);
  const positionalsTaken = name === 'import' || name === 'sample' ? 1 : 0;
  const extra = rest[positionalsTaken];
  if (extra !== undefined) throw wrong(`"${extra}" is one argument too many for ${name}.`);

  const data = placeOf(values);
  const space = values.space === undefined ? mainSpace : parseSpace('--space', values.space);
  switch (name) {
    case 'import':
      return {
        name,
        data,
        space,
        format: formatOf(values.format),
        file: required(rest[0], 'FILE'),
        timeZone: values['time-zone'] ?? null,
        asOf: values['as-of'] ?? null,
        shiftToNow: values['shift-to-now'] ?? false,
      };
    case 'export':
      return { name, data, space };
    case 'user':
      return userCommand(data, space, values);
    case 'token':
      return { name, data, space, userId: required(values.user, '--user ID') };
    case 'service-token':
      return serviceCommand(data, space, values);
    case 'sample':
      return { name, data, space, size: sampleSize(rest[0] ?? '600,3000') };
    case 'backup':
      return { name, data, to: values.to === undefined ? null : required(values.to, '--to FILE') };
    case 'backups':
      return { name, data };
    case 'restore':
      return { name, data, from: required(values.from, '--from NAME') };
    case 'archive':
      return { name, data, space, file: required(values.to, '--to FILE') };
    case 'unarchive':
      return { name, data, space, file: required(values.from, '--from FILE') };
    default:
      return {
        name: 'serve',
        data,
        space,
        port: portOf(values.port),
        host: values.host ?? '127.0.0.1',
        policy: values.policy ?? null,
        sample: values.sample === undefined ? null : sampleSize(values.sample),
        publicHosts: values['public-host'] ?? [],
        allowedOrigins: values['allow-origin'] ?? [],
        retention: {
          tombstonesMs: days('--keep-deleted', values['keep-deleted']) ?? usualRetention.tombstonesMs,
          resultsMs: days('--keep-results', values['keep-results']) ?? usualRetention.resultsMs,
        },
      };
  }
}

/** Adds a user, or says what becomes of a known one. */
function userCommand(
  data: DataPlace,
  space: SpaceId,
  values: { name?: string; role?: string; remove?: string; move?: string; 'to-space'?: string },
): Command {
  const { name, role, remove, move, 'to-space': toSpace } = values;
  const wishes = [remove, move, name ?? role].filter((wish) => wish !== undefined);
  if (wishes.length > 1) throw wrong('user takes one of --name, --remove and --move at a time.');
  if (toSpace !== undefined && move === undefined) throw wrong('--to-space goes with --move only.');
  if (remove !== undefined) return { name: 'remove-user', data, space, userId: required(remove, '--remove ID') };
  if (move === undefined) {
    return { name: 'user', data, space, userName: required(name, '--name NAME'), role: roleOf(role) };
  }
  const to = parseSpace('--to-space', required(toSpace, '--to-space NAME'));
  if (to === space) throw wrong(`The user is to move to the space "${to}", where it is already.`);
  return { name: 'move-user', data, space, userId: required(move, '--move ID'), toSpace: to };
}

/** Makes a token for another system, or tells or revokes those there are. */
function serviceCommand(
  data: DataPlace,
  space: SpaceId,
  values: { name?: string; may?: string[]; list?: boolean; revoke?: string },
): Command {
  const { name, may, list = false, revoke } = values;
  const wishes = [list ? 'list' : undefined, revoke, name ?? may].filter((wish) => wish !== undefined);
  if (wishes.length > 1) throw wrong('service-token takes one of --name, --list and --revoke at a time.');
  if (list) return { name: 'services', data, space };
  if (revoke !== undefined) {
    return { name: 'revoke-service', data, space, serviceName: required(revoke, '--revoke NAME') };
  }
  const serviceName = required(name, '--name NAME');
  if (!isServiceName(serviceName)) {
    throw wrong(`--name is "${serviceName}", but must be up to 40 letters, digits, "-" and "_".`);
  }
  return { name: 'service-token', data, space, service: { name: serviceName, may: (may ?? ['']).map(powerOf) } };
}

function powerOf(value: string): ServicePower {
  const power = servicePowers.find((known) => known === required(value, '--may POWER'));
  if (power === undefined) throw wrong(`--may is "${value}", but must be one of ${servicePowers.join(', ')}.`);
  return power;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function placeOf(values: { data?: string; database?: string; connections?: string }): DataPlace {
  const { data, database, connections } = values;
  if (data !== undefined && database !== undefined) {
    throw wrong('Give either --data DIR or --database URL, not both: the data is in one place.');
  }
  if (database !== undefined) {
    return { kind: 'database', url: databaseUrl(database), connections: connectionsOf(connections) };
  }
  if (connections !== undefined) throw wrong('--connections goes with --database only.');
  if (data === undefined) throw wrong('--data DIR is missing; or name a database by --database URL.');
  return { kind: 'folder', folder: required(data, '--data DIR') };
}

/** Never quotes what was given, since it may hold a password. */
function databaseUrl(given: string): string {
  if (/^postgres(ql)?:\/\/[^/]*\/[^/?]+/.test(given)) return given;
  throw wrong('--database must be a URL such as postgres://USER@HOST/NAME.');
}

function connectionsOf(value: string | undefined): number | null {
  if (value === undefined) return null;
  const connections = /^\d{1,4}$/.test(value) ? Number(value) : Number.NaN;
  // One writes while another reads.
  if (!(connections >= 2)) throw wrong(`--connections is "${value}", but must be a number from 2 to 9999.`);
  return connections;
}

function required(value: string | undefined, what: string): string {
  if (value === undefined || value.trim() === '') throw wrong(`${what} is missing.`);
  return value;
}

/** Short enough for what a cookie may hold, and without what a shell or a file name might trip over. */
function parseSpace(option: string, given: string): SpaceId {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/.test(given)) return spaceIdSchema.parse(given);
  throw wrong(`${option} is "${given}", but must be up to 40 letters, digits, "-" and "_".`);
}

function roleOf(value: string | undefined): Role {
  const role = roleSchema.safeParse(required(value, '--role ROLE'));
  if (!role.success) throw wrong(`--role is "${value}", but must be one of ${roleSchema.options.join(', ')}.`);
  return role.data;
}

function formatOf(value: string | undefined): ImportFormat {
  const given = required(value, '--format F');
  const format = importFormats.find((known) => known === given);
  if (format === undefined) throw wrong(`--format is "${given}", but must be one of ${importFormats.join(', ')}.`);
  return format;
}

function portOf(value: string | undefined): number {
  if (value === undefined) return defaultPort;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (!(port <= 65_535)) throw wrong(`--port is "${value}", but must be a number from 0 to 65535.`);
  return port;
}

function days(option: string, value: string | undefined): DurationMs | undefined {
  if (value === undefined) return undefined;
  const count = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (count === 0) throw wrong(`${option} is "${value}", but must be a number of days from 1 to 99999.`);
  return count * 24 * 3_600_000;
}

/** OPEN[,CLOSED[,SEED]]; five closed cases for each open one unless it says otherwise. */
function sampleSize(value: string): SampleSize {
  const [open = 0, closed = open * 5, seed = 1, ...more] = value
    .split(',')
    .map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : Number.NaN));
  if (more.length > 0 || !(open <= largestSample && closed <= largestSample) || Number.isNaN(seed)) {
    throw wrong(`The sample is "${value}", but must be OPEN[,CLOSED[,SEED]] in whole numbers, such as 600,3000.`);
  }
  return { open, closed, seed };
}

function wrong(message: string): CliError {
  return new CliError(2, `${withoutPassword(message)}\n\n${usage}`);
}
