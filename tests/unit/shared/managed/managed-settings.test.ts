import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  keptChoice,
  type ManagedSource,
  managedFields,
  managedServer,
  managedUpdates,
  nothingManaged,
  resolveManaged,
  withManaged,
} from '../../../../src-shared/managed/managed-settings.ts';
import { defaultSettings, type Settings, settingsSchema } from '../../../../src-shared/settings/settings.ts';

const source = (place: string, values: Record<string, unknown>): ManagedSource => ({
  place,
  content: { isReadable: true, values },
});
const broken = (place: string): ManagedSource => ({ place, content: { isReadable: false, reason: 'It is torn.' } });
const policy = 'HKLM';
const file = 'managed.json';

const right: Record<string, unknown> = {
  server: 'https://desk.example.com',
  updateChannel: 'beta',
  updateServer: 'https://updates.example.com/dueline',
  thresholdsOff: ['used:0.75'],
  quietHours: '22:00-06:00',
  startAtLogin: true,
  closeToTray: false,
  telemetry: 'none',
};

describe('what an administrator sets', () => {
  test('is taken from each field, and the place is known', () => {
    const managed = resolveManaged([source(file, right)]);
    expect(managed.problems).toEqual([]);
    expect(managed.undecided).toEqual([]);
    expect(managed.values).toEqual({ ...right, quietHours: { from: '22:00', to: '06:00' } });
    expect(Object.keys(managed.places).toSorted()).toEqual([...managedFields].toSorted());
  });

  test('goes by field: the stronger place first, the weaker for what the stronger leaves open', () => {
    const managed = resolveManaged([
      source(policy, { updateChannel: 'stable' }),
      source(file, { updateChannel: 'beta', startAtLogin: true }),
    ]);
    expect(managed.values).toEqual({ updateChannel: 'stable', startAtLogin: true });
    expect(managed.places).toEqual({ updateChannel: policy, startAtLogin: file });
  });

  test.each<[field: string, value: unknown, expected: RegExp]>([
    ['server', 'desk.example.com', /address such as/],
    ['server', 'ftp://desk.example.com', /address such as/],
    ['server', 'https://ana:secret@desk.example.com', /without user/],
    ['server', 'https://desk.example.com/?a=b', /without user, query/],
    ['server', 7, /found 7/],
    ['updateChannel', 'nightly', /"stable", "beta" or "off"; found "nightly"/],
    ['updateServer', 'http://updates.example.com', /https address/],
    ['updateServer', 'http://localhost.example.com', /https address/],
    ['thresholdsOff', 'used:0.75', /a list of thresholds/],
    ['thresholdsOff', [1], /a list of thresholds/],
    ['quietHours', '22-6', /hours such as "22:00-06:00"/],
    ['quietHours', null, /"off"/],
    ['startAtLogin', 'yes', /true or false; found "yes"/],
    ['closeToTray', 2, /true or false/],
    ['telemetry', 'all', /"none"/],
    ['servr', 'https://desk.example.com', /no such setting. Known are server, /],
  ])('%s %j is told with place, field and what was expected; the rest holds', (field, value, expected) => {
    const managed = resolveManaged([source(file, { ...right, [field]: value })]);
    expect(managed.problems).toEqual([{ place: file, field, message: expect.stringMatching(expected) }]);
    const { [field]: _, ...others } = right;
    expect(managed.values).toMatchObject({
      ...others,
      ...('quietHours' in others ? { quietHours: { from: '22:00', to: '06:00' } } : {}),
    });
  });

  test('that is wrong in the stronger place is not decided by the weaker one', () => {
    const managed = resolveManaged([
      source(policy, { server: 'desk', startAtLogin: 'yes' }),
      source(file, { server: 'https://old.example.com', startAtLogin: true }),
    ]);
    expect(managed.values).toEqual({});
    expect(managedServer(managed)).toEqual({ kind: 'undecided' });
  });

  test('that is wrong in the weaker place takes nothing from the stronger one, but is told', () => {
    const managed = resolveManaged([source(policy, { server: right.server }), source(file, { server: 'desk' })]);
    expect(managedServer(managed)).toEqual({ kind: 'set', url: right.server });
    expect(managed.problems).toMatchObject([{ place: file, field: 'server' }]);
  });

  test('that cannot be read at all leaves open what a stronger place decided, and nothing else', () => {
    const managed = resolveManaged([
      source(policy, { updateChannel: 'stable', updateServer: right.updateServer }),
      broken(file),
    ]);
    expect(managed.problems).toEqual([{ place: file, field: null, message: 'It is torn.' }]);
    expect(managedServer(managed)).toEqual({ kind: 'undecided' });
    expect(managedUpdates(managed)).toEqual({ channel: 'stable', server: right.updateServer, isUndecided: false });
    expect(managedUpdates(resolveManaged([broken(policy), source(file, right)]))).toMatchObject({ isUndecided: true });
  });

  test('nothing set leaves everything free', () => {
    expect(resolveManaged([])).toEqual(nothingManaged);
    expect(managedServer(nothingManaged)).toEqual({ kind: 'free' });
    expect(managedUpdates(nothingManaged)).toEqual({ channel: 'stable', server: null, isUndecided: false });
    expect(withManaged(defaultSettings, nothingManaged)).toEqual(defaultSettings);
  });

  test('thresholds that cannot be understood are told of all: a deadline too many rather than one too few', () => {
    const mine: Settings = {
      ...defaultSettings,
      notifications: { ...defaultSettings.notifications, thresholdsOff: ['due'] },
    };
    const managed = resolveManaged([source(file, { thresholdsOff: 'due' })]);
    expect(withManaged(mine, managed).notifications.thresholdsOff).toEqual([]);
    expect(keptChoice(withManaged(mine, managed), mine, managed)).toEqual(mine);
  });

  test('whatever stands in the places, they are read to the end, and what holds are settings', () => {
    const anySource = fc.oneof(
      fc.constant(broken('torn')),
      fc
        .record(
          Object.fromEntries(
            managedFields.map((field) => [field, fc.oneof(fc.constant(right[field]), fc.jsonValue())]),
          ),
          { requiredKeys: [] },
        )
        .map((values) => source('somewhere', values)),
      fc.dictionary(fc.string(), fc.jsonValue()).map((values) => source('elsewhere', values)),
    );
    fc.assert(
      fc.property(fc.array(anySource, { maxLength: 4 }), (sources) => {
        const managed = resolveManaged(sources);
        const settings = withManaged(defaultSettings, managed);
        expect(settingsSchema.safeParse(settings).success).toBe(true);
        // What is locked comes back as it was, whatever the window hands over.
        const kept = keptChoice(settings, defaultSettings, managed);
        expect(kept).toEqual(defaultSettings);
        for (const field of managedFields) {
          const isDecided = managed.values[field] !== undefined;
          expect(isDecided && managed.undecided.includes(field)).toBe(false);
        }
      }),
    );
  });
});
