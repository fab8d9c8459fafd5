import { argumentsAnew } from '../startup/start-anew.ts';

/** What the agent must know before a wipe. */
export interface WipeFacts {
  readonly folder: string;
  /** Of the backend elsewhere; null where this computer holds the desk. */
  readonly server: string | null;
  /** Actions that the backend has not confirmed. */
  readonly waiting: number;
  /** What the backend refused and nobody has settled. */
  readonly attention: number;
}

export interface WipeQuestion {
  readonly message: string;
  readonly detail: string;
  readonly button: string;
}

/** What is asked, one after the other: whoever wipes the only copy of a desk is asked twice. */
export function wipeQuestions({ folder, server, waiting, attention }: WipeFacts): readonly WipeQuestion[] {
  const lost = [
    waiting > 0 ? `${count(waiting, 'change')} not sent yet` : null,
    attention > 0 ? `${count(attention, 'item')} of Needs attention` : null,
    'every draft',
  ].filter((part) => part !== null);
  const first: WipeQuestion = {
    message: 'Sign out and wipe this computer?',
    detail: [
      `Lost for good: ${lost.join(', ')}.`,
      `Removed from this computer: the copy of the cases, the journal, notifications, settings, the log${server === null ? '' : ' and your token'}, all in ${folder}.`,
      server === null
        ? 'This computer is where the desk is kept.'
        : `The desk itself stays at ${server}; to come back you need a token.`,
      'Dueline then starts as new.',
    ].join('\n\n'),
    button: 'Wipe',
  };
  if (server !== null) return [first];
  return [
    first,
    {
      message: 'Delete this desk?',
      detail:
        'All its cases are kept on this computer only. They are deleted with everybody’s work on them, unless somebody has made a backup.',
      button: 'Delete the desk',
    },
  ];
}

/** The arguments to start as new with: without the token, and without what was asked of the start before. */
export function argumentsAfterWipe(argv: readonly string[]): string[] {
  const own = argumentsAnew(argv);
  return own.filter(
    (argument, index) => argument !== '--token' && own[index - 1] !== '--token' && !argument.startsWith('--token='),
  );
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
