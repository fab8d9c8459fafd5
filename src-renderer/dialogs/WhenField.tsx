import type { KeyboardEvent } from 'react';
import { laterTimes } from '../../src-shared/calendar/later-times.ts';
import type { WorkingCalendar } from '../../src-shared/calendar/working-calendar.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import { agentTimeZone, wallTimeWords, weekdayTimeWords } from '../time/wall-time.ts';
import styles from './dialogs.module.css';

/** A time to come back at, as it is offered. */
export interface WhenChoice {
  readonly key: string;
  readonly words: string;
  /** Null: no time, but the customer's next message. */
  readonly at: EpochMs | null;
}

/** What is offered: times of the desk's calendar, each once. */
export function whenChoices(calendar: WorkingCalendar, now: EpochMs): readonly WhenChoice[] {
  const times = laterTimes(calendar, now);
  const offered: readonly (readonly [string, string, EpochMs | null])[] = [
    ['hour', 'In an hour', times.inAnHour],
    ['day_end', 'End of this support day', times.endOfDay],
    ['next_day', 'Next opening day', times.nextDay],
    ['next_week', 'Next week', times.nextWeek],
  ];
  return offered.flatMap(([key, words, at], index) =>
    at === null || offered.findIndex(([, , other]) => other === at) < index ? [] : [{ key, words, at }],
  );
}

interface WhenFieldProps {
  readonly legend: string;
  readonly choices: readonly WhenChoice[];
  /** Key of the choice, or `custom`. */
  readonly value: string;
  /** As a date and time field has it, in the agent's zone. */
  readonly custom: string;
  readonly deskTimeZone: string;
  readonly onChange: (value: string) => void;
  readonly onCustom: (custom: string) => void;
}

/** When: one of a few times, by its number, or another one. */
export function WhenField(props: WhenFieldProps) {
  const { choices, value, deskTimeZone } = props;
  const customPlace = String(choices.length + 1);
  const chooseByDigit = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || (event.target instanceof HTMLInputElement && event.target.type !== 'radio')) {
      return;
    }
    const choice = event.key === customPlace ? 'custom' : choices[Number(event.key) - 1]?.key;
    if (choice === undefined) return;
    props.onChange(choice);
    event.preventDefault();
    event.currentTarget.querySelector<HTMLInputElement>(`input[value="${choice}"]`)?.focus();
  };
  const option = (key: string, words: string, hint: string, place: string) => (
    <label key={key} className={styles.when}>
      <input
        type="radio"
        name="when"
        value={key}
        checked={key === value}
        // biome-ignore lint/a11y/noAutofocus: a dialog starts in its first field.
        autoFocus={key === value}
        onChange={() => props.onChange(key)}
      />
      <span className={styles.whenWords}>{words}</span>
      <span className={styles.hint}>{hint}</span>
      <span aria-hidden="true">
        <kbd className={styles.whenKey}>{place}</kbd>
      </span>
    </label>
  );
  return (
    <fieldset className={styles.severities} onKeyDown={chooseByDigit}>
      <legend className="visually-hidden">{props.legend}</legend>
      {choices.map(({ key, words, at }, index) =>
        option(key, words, at === null ? '' : timeWords(at, deskTimeZone), String(index + 1)),
      )}
      {option('custom', 'Another time', '', customPlace)}
      {value === 'custom' && (
        <input
          type="datetime-local"
          className={styles.whenCustom}
          aria-label={`Date and time, ${agentTimeZone}`}
          value={props.custom}
          onChange={(event) => props.onCustom(event.currentTarget.value)}
        />
      )}
    </fieldset>
  );
}

/** The chosen instant; undefined while another time is not typed yet. */
export function chosenWhen(choices: readonly WhenChoice[], value: string, custom: string): EpochMs | null | undefined {
  const choice = choices.find(({ key }) => key === value);
  if (choice !== undefined) return choice.at;
  const at = new Date(custom).getTime();
  return Number.isNaN(at) ? undefined : at;
}

/** In the agent's zone, and in the desk's where that differs. */
function timeWords(at: EpochMs, deskTimeZone: string): string {
  const own = wallTimeWords(at, agentTimeZone);
  return own === wallTimeWords(at, deskTimeZone) ? own : `${own} · desk ${weekdayTimeWords(at, deskTimeZone)}`;
}
