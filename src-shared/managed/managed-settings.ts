import { z } from 'zod';
import { quietHoursSchema, type Settings } from '../settings/settings.ts';

/** Which releases a computer gets; `off`: it is updated by other means. */
export const updateChannels = ['stable', 'beta', 'off'] as const;
export type UpdateChannel = (typeof updateChannels)[number];

const address = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .regex(/^[^?#@\s]+$/);
/** Updates come over TLS; a server on this computer itself needs none. */
const updateAddress = address.regex(/^(https:|http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$))/i);

/** What an administrator may set for a computer, each with the words for what is expected. */
const fields = {
  server: {
    schema: address,
    expected: 'an address such as "https://desk.example.com", without user, query or fragment',
  },
  updateChannel: { schema: z.enum(updateChannels), expected: '"stable", "beta" or "off"' },
  updateServer: { schema: updateAddress, expected: 'an https address such as "https://updates.example.com/dueline"' },
  thresholdsOff: {
    schema: z.array(z.string().min(1).max(40)).max(20),
    expected: 'a list of thresholds such as ["used:0.75"]; an empty list tells of all',
  },
  quietHours: {
    schema: z.union([
      z.literal('off').transform(() => null),
      z
        .string()
        .transform((text) => {
          const [from, to] = text.split('-');
          return { from, to };
        })
        .pipe(quietHoursSchema),
    ]),
    expected: '"off", or hours such as "22:00-06:00"',
  },
  startAtLogin: { schema: z.boolean(), expected: 'true or false' },
  closeToTray: { schema: z.boolean(), expected: 'true or false' },
  telemetry: { schema: z.literal('none'), expected: '"none", since Dueline sends none' },
} as const satisfies Readonly<Record<string, { readonly schema: z.ZodType; readonly expected: string }>>;

export type ManagedField = keyof typeof fields;
export const managedFields = Object.keys(fields) as readonly ManagedField[];
export type ManagedValues = { readonly [Field in ManagedField]?: z.infer<(typeof fields)[Field]['schema']> };

/** One place that an administrator writes to: a policy of the system, or a file. */
export interface ManagedSource {
  /** As an administrator knows it: a path, or a key of the registry. */
  readonly place: string;
  readonly content:
    | { readonly isReadable: true; readonly values: Readonly<Record<string, unknown>> }
    | { readonly isReadable: false; readonly reason: string };
}

/** What is wrong in a place, and what was expected. */
export interface ManagedProblem {
  readonly place: string;
  /** Null: all of it. */
  readonly field: string | null;
  readonly message: string;
}

/** What holds on this computer by the administrator's will. */
export interface Managed {
  readonly values: ManagedValues;
  /** Where each field was set. */
  readonly places: { readonly [Field in ManagedField]?: string };
  /** Set, but in a way that cannot be understood: nobody else may decide it either. */
  readonly undecided: readonly ManagedField[];
  readonly problems: readonly ManagedProblem[];
}

export const nothingManaged: Managed = { values: {}, places: {}, undecided: [], problems: [] };

/**
 * Brings the places together, the strongest first. The first that sets a field decides it. What is wrong is told and
 * decides nothing, but keeps weaker places from deciding: they may say what the administrator has just taken back.
 */
export function resolveManaged(sources: readonly ManagedSource[]): Managed {
  const values: Record<string, unknown> = {};
  const places: Partial<Record<ManagedField, string>> = {};
  const undecided = new Set<ManagedField>();
  const problems: ManagedProblem[] = [];
  const isOpen = (field: ManagedField): boolean => !(field in places) && !undecided.has(field);
  for (const { place, content } of sources) {
    if (!content.isReadable) {
      problems.push({ place, field: null, message: content.reason });
      for (const field of managedFields) if (isOpen(field)) undecided.add(field);
      continue;
    }
    for (const [name, value] of Object.entries(content.values)) {
      if (!isField(name)) {
        const message = `There is no such setting. Known are ${managedFields.join(', ')}.`;
        problems.push({ place, field: name.slice(0, 80), message });
        continue;
      }
      const { schema, expected } = fields[name];
      const parsed = schema.safeParse(value);
      if (!parsed.success)
        problems.push({ place, field: name, message: `Expected ${expected}; found ${shown(value)}.` });
      if (!isOpen(name)) continue;
      if (parsed.success) {
        values[name] = parsed.data;
        places[name] = place;
      } else undecided.add(name);
    }
  }
  // Each value has passed the schema of its field.
  return { values: values as ManagedValues, places, undecided: [...undecided], problems };
}

/** Which backend the administrator has set. */
export type ManagedServer =
  | { readonly kind: 'free' }
  | { readonly kind: 'set'; readonly url: string }
  /** One was set, but nobody can tell which: none is to be joined but the one that was known before. */
  | { readonly kind: 'undecided' };

export function managedServer({ values, undecided }: Managed): ManagedServer {
  if (values.server !== undefined) return { kind: 'set', url: values.server };
  return { kind: undecided.includes('server') ? 'undecided' : 'free' };
}

/** Updates as the administrator has set them: a wrong channel or address means that they wait until it is mended. */
export function managedUpdates({ values, undecided }: Managed): {
  readonly channel: UpdateChannel;
  /** Null: the one that the app was built with. */
  readonly server: string | null;
  readonly isUndecided: boolean;
} {
  const isUndecided = undecided.includes('updateChannel') || undecided.includes('updateServer');
  return { channel: values.updateChannel ?? 'stable', server: values.updateServer ?? null, isUndecided };
}

/** The settings that hold: what the administrator locked, and what the agent chose for the rest. */
export function withManaged(chosen: Settings, managed: Managed): Settings {
  const { values, undecided } = managed;
  // A deadline too many is told rather than one too few.
  const thresholdsOff = values.thresholdsOff ?? (undecided.includes('thresholdsOff') ? [] : undefined);
  return {
    ...chosen,
    startAtLogin: values.startAtLogin ?? chosen.startAtLogin,
    closeToTray: values.closeToTray ?? chosen.closeToTray,
    notifications: {
      ...chosen.notifications,
      thresholdsOff: thresholdsOff === undefined ? chosen.notifications.thresholdsOff : [...thresholdsOff],
      quietHours: values.quietHours === undefined ? chosen.notifications.quietHours : values.quietHours,
    },
  };
}

/** What is kept of a choice: for what is locked, what the agent had chosen before, so that it is there once unlocked. */
export function keptChoice(chosen: Settings, before: Settings, managed: Managed): Settings {
  const isLocked = (field: ManagedField): boolean => field in managed.places;
  const thresholdsLocked = isLocked('thresholdsOff') || managed.undecided.includes('thresholdsOff');
  return {
    ...chosen,
    startAtLogin: (isLocked('startAtLogin') ? before : chosen).startAtLogin,
    closeToTray: (isLocked('closeToTray') ? before : chosen).closeToTray,
    notifications: {
      ...chosen.notifications,
      thresholdsOff: (thresholdsLocked ? before : chosen).notifications.thresholdsOff,
      quietHours: (isLocked('quietHours') ? before : chosen).notifications.quietHours,
    },
  };
}

function isField(name: string): name is ManagedField {
  return Object.hasOwn(fields, name);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
