import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { seen } from './seen.ts';

/*
 * Shown notifications are kept in `seen.notifications`, newest last; a test clicks them by emitting their events.
 * `DUELINE_STAND_IN_TOASTS`: as on Windows, where the system hands an activation to the app by what the toast carries.
 * `DUELINE_STAND_IN_ACTIVATION`: the arguments of the toast that has started the app.
 * `DUELINE_STAND_IN_NO_NOTIFICATIONS`: the system refuses each, and says this.
 */

/** What the stand-in has been asked to show. */
export class Notification extends EventEmitter {
  readonly id: string;
  readonly groupId: string;
  readonly actions: Electron.NotificationAction[];
  title: string;
  body: string;
  silent: boolean;
  toastXml: string;
  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.id = options.id ?? '';
    this.groupId = options.groupId ?? '';
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    this.actions = options.actions ?? [];
    this.toastXml = options.toastXml ?? '';
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    const refused = process.env.DUELINE_STAND_IN_NO_NOTIFICATIONS;
    if (refused) {
      this.emit('failed', {}, refused);
      return;
    }
    process.stdout.write(`[notification] ${this.title}: ${this.body}\n`);
    seen.notifications.push(this);
    this.emit('show', {});
  }
  close(): void {
    this.emit('close', {});
  }
}

if (process.env.DUELINE_STAND_IN_TOASTS) {
  Object.assign(Notification, {
    handleActivation(callback: (details: Electron.ActivationArguments) => void): void {
      seen.activate = (given) => callback({ type: 'click', arguments: given });
      const first = process.env.DUELINE_STAND_IN_ACTIVATION;
      if (first) seen.activate(first);
    },
  });
}

Notification satisfies Pick<typeof Electron.Notification, 'isSupported'> &
  (new (
    options?: Electron.NotificationConstructorOptions,
  ) => Pick<
    Electron.Notification,
    'id' | 'groupId' | 'actions' | 'title' | 'body' | 'silent' | 'toastXml' | 'show' | 'close'
  >);
