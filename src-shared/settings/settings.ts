import { z } from 'zod';
import { mutedKinds } from '../deadlines/deadline.ts';

const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as "22:00"');

/** In the computer's own time; over midnight where `from` is the later. */
export const quietHoursSchema = z.strictObject({ from: wallTime, to: wallTime });

/** What an agent chooses on this computer. */
export const settingsSchema = z.strictObject({
  notifications: z.strictObject({
    sound: z.strictObject({ isOn: z.boolean(), volume: z.number().min(0).max(1) }),
    /** Null: none. */
    quietHours: quietHoursSchema.nullable(),
    /** What is not told of: cases by why they would be, and their next steps. */
    muted: z.array(z.enum(mutedKinds)).max(mutedKinds.length),
    /** Thresholds of the policy that are not told, such as `left:30`. */
    thresholdsOff: z.array(z.string().max(40)).max(20),
    /** A lead asks to be told of every open case. */
    everything: z.boolean(),
  }),
  startAtLogin: z.boolean(),
  /** Where there is a tray, closing the window keeps the app there. */
  closeToTray: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What is offered to whoever turns quiet hours on. */
export const defaultQuietHours = { from: '22:00', to: '06:00' } as const;

export const defaultSettings: Settings = {
  notifications: {
    sound: { isOn: true, volume: 0.5 },
    quietHours: null,
    muted: [],
    thresholdsOff: [],
    everything: false,
  },
  startAtLogin: false,
  closeToTray: true,
};
