import type { TriageAnswers } from '../../src-shared/cases/case-document.ts';

/** The questions of triage in the order in which they are asked, and what can be answered, each in the policy's words. */
export const triageQuestions = [
  {
    question: 'production',
    words: 'In production?',
    answers: [
      { answer: true, words: 'Yes' },
      { answer: false, words: 'No, a test or a question' },
    ],
  },
  {
    question: 'impact',
    words: 'What is hit?',
    answers: [
      { answer: 'unavailable', words: 'System unavailable' },
      { answer: 'data_integrity', words: 'Data integrity' },
      { answer: 'degraded', words: 'Degraded, and it persists' },
      { answer: 'limited', words: 'Limited, non-critical' },
      { answer: 'minimal', words: 'Minimal, routine question' },
    ],
  },
  {
    question: 'customers',
    words: 'Who is affected?',
    answers: [
      { answer: 'one', words: 'One customer' },
      { answer: 'several', words: 'Several' },
      { answer: 'many', words: 'Many, or major functionality' },
    ],
  },
  {
    question: 'workaround',
    words: 'Workaround?',
    answers: [
      { answer: 'none', words: 'None' },
      { answer: 'unreasonable', words: 'None that is reasonable' },
      { answer: 'short_term', words: 'Short-term' },
      { answer: 'reasonable', words: 'Reasonable' },
    ],
  },
  {
    question: 'scales',
    words: 'Does it scale?',
    answers: [
      { answer: true, words: 'Yes, for all who need it' },
      { answer: false, words: 'No' },
    ],
  },
] as const satisfies readonly TriageQuestion[];

type QuestionName = keyof TriageAnswers;

export type TriageQuestion = {
  [Name in QuestionName]: {
    readonly question: Name;
    readonly words: string;
    readonly answers: readonly { readonly answer: NonNullable<TriageAnswers[Name]>; readonly words: string }[];
  };
}[QuestionName];

/** The answers as one line of the timeline. */
export function answersWords(answers: TriageAnswers): string {
  const lines = triageQuestions.flatMap(({ question, words, answers: choices }) => {
    const given = choices.find(({ answer }) => answer === answers[question]);
    return given === undefined ? [] : [`${words} ${given.words}.`];
  });
  return lines.join(' ');
}
