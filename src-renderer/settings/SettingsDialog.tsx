import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useState } from 'react';
import { type MutedKind, mutedKinds } from '../../src-shared/deadlines/deadline.ts';
import type { LoginItem } from '../../src-shared/desktop/login-item.ts';
import type { Managed, ManagedField } from '../../src-shared/managed/managed-settings.ts';
import { defaultQuietHours, type Settings } from '../../src-shared/settings/settings.ts';
import { Button } from '../controls/Button.tsx';
import controls from '../controls/controls.module.css';
import { Field } from '../controls/Field.tsx';
import { Refusal } from '../controls/Refusal.tsx';
import { useReturnFocus } from '../controls/use-return-focus.ts';
import { Check, Group, LockedHint } from './Group.tsx';
import { ManagedGroup } from './ManagedGroup.tsx';
import styles from './settings.module.css';
import { kindWords, type NamedThreshold, nextStepsSource } from './settings-words.ts';

interface SettingsDialogProps {
  readonly settings: Settings;
  readonly problem: string | null;
  /** Of the policy in force. */
  readonly thresholds: readonly NamedThreshold[];
  readonly thresholdsSource: string;
  readonly isLead: boolean;
  readonly login: LoginItem | null;
  readonly managed: Managed;
  /** The part about updates. */
  readonly updates: React.ReactNode;
  readonly onChoose: (settings: Settings) => void;
  readonly onTrySound: () => void;
  /** Answers what became of it, in words. */
  readonly onTest: () => Promise<string>;
  readonly onClose: () => void;
}

/** What the agent chooses on this computer. Each choice is kept at once. */
export function SettingsDialog(props: SettingsDialogProps) {
  const { settings, onChoose, managed } = props;
  const isLocked = (field: ManagedField): boolean => managed.places[field] !== undefined;
  const thresholdsLocked = isLocked('thresholdsOff') || managed.undecided.includes('thresholdsOff');
  const { notifications } = settings;
  const [tested, setTested] = useState('');
  useReturnFocus();
  const choose = (changes: Partial<Settings['notifications']>): void =>
    onChoose({ ...settings, notifications: { ...notifications, ...changes } });
  const test = async (): Promise<void> => {
    setTested('Sent. Waiting for what the system says …');
    setTested(await props.onTest());
  };
  const kinds = mutedKinds.filter((kind) => kind !== 'everything');
  return (
    <Dialog.Root open onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={controls.scrim} />
        <Dialog.Popup className={controls.dialog}>
          <Dialog.Title className={controls.dialogTitle}>Settings</Dialog.Title>
          <Dialog.Description className={controls.dialogHint}>
            They hold on this computer, and are kept as you choose.
          </Dialog.Description>
          <div className={controls.dialogBody}>
            {props.problem !== null && <Refusal message={props.problem} />}
            <div className={styles.two}>
              <Group title="Tell me of a deadline" isLocked={thresholdsLocked}>
                {props.thresholds.map(({ key, words }) => (
                  <Check
                    key={key}
                    label={words}
                    isOn={!notifications.thresholdsOff.includes(key)}
                    isDisabled={thresholdsLocked}
                    onChange={(isOn) => choose({ thresholdsOff: without(notifications.thresholdsOff, key, isOn) })}
                  />
                ))}
                <p className={styles.hint}>{props.thresholdsSource}</p>
              </Group>
              <Group title="Of these cases">
                {kinds.map((kind) => (
                  <Check
                    key={kind}
                    label={kindWords[kind]}
                    isOn={!notifications.muted.includes(kind)}
                    onChange={(isOn) => choose({ muted: without<MutedKind>(notifications.muted, kind, isOn) })}
                  />
                ))}
                {props.isLead && (
                  <Check
                    label={kindWords.everything}
                    isOn={notifications.everything}
                    onChange={(everything) => choose({ everything })}
                  />
                )}
                <p className={styles.hint}>{nextStepsSource}</p>
              </Group>
            </div>
            <Group title="Sound">
              <div className={styles.line}>
                <Check
                  label="Play a sound"
                  isOn={notifications.sound.isOn}
                  onChange={(isOn) => choose({ sound: { ...notifications.sound, isOn } })}
                />
                <input
                  type="range"
                  className={styles.volume}
                  aria-label="Volume"
                  min={0}
                  max={100}
                  step={5}
                  value={Math.round(notifications.sound.volume * 100)}
                  disabled={!notifications.sound.isOn}
                  onChange={(event) =>
                    choose({ sound: { ...notifications.sound, volume: Number(event.currentTarget.value) / 100 } })
                  }
                />
                <Button disabled={!notifications.sound.isOn} onClick={props.onTrySound}>
                  Try
                </Button>
              </div>
            </Group>
            <Group title="Quiet hours" isLocked={isLocked('quietHours')}>
              <div className={styles.line}>
                <Check
                  label="Tell me nothing during them"
                  isOn={notifications.quietHours !== null}
                  isDisabled={isLocked('quietHours')}
                  onChange={(isOn) => choose({ quietHours: isOn ? defaultQuietHours : null })}
                />
                {notifications.quietHours !== null && (
                  <QuietHours
                    hours={notifications.quietHours}
                    isDisabled={isLocked('quietHours')}
                    onChange={(quietHours) => choose({ quietHours })}
                  />
                )}
              </div>
              <p className={styles.hint}>
                In this computer's time. What passed meanwhile is told as one summary when they end.
              </p>
            </Group>
            <Group title="Test">
              <div className={styles.line}>
                <Button onClick={() => void test()}>Send a test notification</Button>
              </div>
              <p className={styles.hint} role="status" aria-label="The test notification">
                {tested}
              </p>
            </Group>
            <Group title="On this computer">
              <Check
                label="Start Dueline when I log in, in the tray"
                isOn={settings.startAtLogin}
                isDisabled={props.login?.isSupported === false || isLocked('startAtLogin')}
                onChange={(startAtLogin) => onChoose({ ...settings, startAtLogin })}
              />
              {isLocked('startAtLogin') && <LockedHint />}
              {loginWords(props.login, settings.startAtLogin) !== null && (
                <p className={styles.hint}>{loginWords(props.login, settings.startAtLogin)}</p>
              )}
              <Check
                label="Keep it in the tray when I close the window"
                isOn={settings.closeToTray}
                isDisabled={isLocked('closeToTray')}
                onChange={(closeToTray) => onChoose({ ...settings, closeToTray })}
              />
              {isLocked('closeToTray') && <LockedHint />}
            </Group>
            {props.updates}
            <ManagedGroup managed={managed} />
          </div>
          <div className={controls.dialogActions}>
            <Button look="primary" shortcut="Esc" onClick={props.onClose}>
              Done
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type Hours = NonNullable<Settings['notifications']['quietHours']>;

interface QuietHoursProps {
  readonly hours: Hours;
  readonly isDisabled: boolean;
  readonly onChange: (hours: Hours) => void;
}

/** A time that is only half typed changes nothing yet. */
function QuietHours({ hours, isDisabled, onChange }: QuietHoursProps) {
  const [typed, setTyped] = useState(hours);
  useEffect(() => setTyped(hours), [hours]);
  const type = (changes: Partial<Hours>): void => {
    const next = { ...typed, ...changes };
    setTyped(next);
    if (next.from !== '' && next.to !== '') onChange(next);
  };
  return (
    <div className={styles.hours}>
      <Field label="From">
        {(id) => (
          <input
            id={id}
            type="time"
            className={controls.input}
            value={typed.from}
            disabled={isDisabled}
            onChange={(event) => type({ from: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="to">
        {(id) => (
          <input
            id={id}
            type="time"
            className={controls.input}
            value={typed.to}
            disabled={isDisabled}
            onChange={(event) => type({ to: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}

/** What the system says of starting at login where it differs from what was chosen. */
function loginWords(login: LoginItem | null, isWanted: boolean): string | null {
  if (login === null) return null;
  if (!login.isSupported) return login.reason;
  if (login.needsApproval) return 'The system asks you to allow it: System Settings, General, Login Items.';
  return isWanted && !login.isOn ? "It is off in the system's own settings, which have the last word." : null;
}

/** The list with the entry taken out, or put in where it is not on. */
function without<Value extends string>(list: readonly Value[], value: Value, isOn: boolean): Value[] {
  const others = list.filter((one) => one !== value);
  return isOn ? others : [...others, value];
}
