import type { KeyboardEvent, ReactNode } from 'react';
import { flushSync } from 'react-dom';
import type { TriageAnswers } from '../../src-shared/cases/case-document.ts';
import type { PartialAnswers } from '../../src-shared/triage/propose-severity.ts';
import { type TriageQuestion, triageQuestions } from '../case/triage-words.ts';
import { Key } from '../controls/Button.tsx';
import styles from './triage.module.css';

/** A question that was answered. */
export type GivenAnswer = {
  readonly [Name in keyof TriageAnswers]: readonly [Name, TriageAnswers[Name]];
}[keyof TriageAnswers];

interface TriageFormProps {
  readonly answers: PartialAnswers;
  readonly onAnswer: (given: GivenAnswer) => void;
  /** The last question was answered by a key. */
  readonly onDone: () => void;
  /** What follows from the answers. */
  readonly children: ReactNode;
}

/** Finds the question in which the keys go on: the first without an answer, else the first. */
export function focusOpenQuestion(form: Element): void {
  const fields = [...form.querySelectorAll('fieldset[data-question]:not(:disabled)')];
  focusQuestion(fields.find((field) => field.querySelector(':checked') === null) ?? fields[0]);
}

/** Published policy, severity levels, as questions. A digit answers the one with the focus and leads to the next. */
export function TriageForm({ answers, onAnswer, onDone, children }: TriageFormProps) {
  const answer = (asked: TriageQuestion, place: number): boolean => {
    const given = answerAt(asked, place);
    // At once, so that the focus then finds what follows from it.
    if (given !== null) flushSync(() => onAnswer(given));
    return given !== null;
  };
  const answerByDigit = (event: KeyboardEvent<HTMLFieldSetElement>, asked: TriageQuestion): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
    event.stopPropagation();
    const field = event.currentTarget;
    const place = Number(event.key) - 1;
    if (!answer(asked, place)) return;
    // Whether it scales is not asked where there is no workaround.
    const isLast =
      asked.question === 'scales' || (asked.question === 'workaround' && asked.answers[place]?.answer === 'none');
    if (isLast) onDone();
    else focusQuestion(field.nextElementSibling);
  };
  return (
    <section className={styles.triage} aria-label="Questions">
      {triageQuestions.map((asked: TriageQuestion) => {
        const isOff = asked.question === 'scales' && answers.workaround === 'none';
        return (
          <fieldset
            key={asked.question}
            className={styles.question}
            data-question={asked.question}
            disabled={isOff}
            onKeyDown={(event) => answerByDigit(event, asked)}
          >
            <legend>{asked.words}</legend>
            {asked.answers.map(({ answer: choice, words }, place) => (
              <label key={words} className={styles.answer}>
                <input
                  type="radio"
                  className="visually-hidden"
                  name={`triage ${asked.question}`}
                  checked={answers[asked.question] === choice}
                  onChange={() => answer(asked, place)}
                />
                <span aria-hidden="true">
                  <Key>{place + 1}</Key>
                </span>
                {words}
              </label>
            ))}
          </fieldset>
        );
      })}
      {children}
    </section>
  );
}

/** Each question with an answer of its own. */
function answerAt(asked: TriageQuestion, place: number): GivenAnswer | null {
  switch (asked.question) {
    case 'production':
    case 'scales': {
      const found = asked.answers[place];
      return found === undefined ? null : [asked.question, found.answer];
    }
    case 'impact': {
      const found = asked.answers[place];
      return found === undefined ? null : ['impact', found.answer];
    }
    case 'customers': {
      const found = asked.answers[place];
      return found === undefined ? null : ['customers', found.answer];
    }
    case 'workaround': {
      const found = asked.answers[place];
      return found === undefined ? null : ['workaround', found.answer];
    }
  }
}

function focusQuestion(field: Element | null | undefined): void {
  const input = field?.querySelector(':checked') ?? field?.querySelector('input');
  if (input instanceof HTMLElement) input.focus();
}
