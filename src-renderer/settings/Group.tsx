import styles from './settings.module.css';

interface GroupProps {
  readonly title: string;
  /** An administrator has set what it holds. */
  readonly isLocked?: boolean;
  readonly children: React.ReactNode;
}

/** Settings that belong together. */
export function Group({ title, isLocked = false, children }: GroupProps) {
  return (
    <fieldset className={styles.group}>
      <legend>{title}</legend>
      {children}
      {isLocked && <LockedHint />}
    </fieldset>
  );
}

export function LockedHint() {
  return <p className={styles.hint}>Set by your administrator.</p>;
}

interface CheckProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function Check({ label, isOn, isDisabled = false, onChange }: CheckProps) {
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}
