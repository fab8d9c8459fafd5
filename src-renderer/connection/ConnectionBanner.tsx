import type { Connection } from '../replica/replica.ts';
import { Banner } from './Banner.tsx';

interface ConnectionBannerProps {
  readonly connection: Connection;
  /** Actions that the backend has not confirmed. */
  readonly waiting: number;
  readonly onTryNow: () => void;
}

/** What stands between this computer and the backend, where waiting does not mend it: what is safe, and what to do. */
export function ConnectionBanner({ connection, waiting, onTryNow }: ConnectionBannerProps) {
  const problem = connectionProblem(connection, waiting);
  return problem && <Banner {...problem} action={{ words: 'Try now', onAct: onTryNow }} />;
}

interface Problem {
  readonly title: string;
  readonly message: string;
}

/** Says nothing of a single failure: a backend that restarts is back before anybody has read it. */
export function connectionProblem(connection: Connection, waiting: number): Problem | null {
  if (connection.state === 'update_required') {
    return {
      title: 'App and backend are of different versions.',
      message: `${connection.message} ${keptWords(waiting)} Install the current version of Dueline, or tell your administrator if you have it.`,
    };
  }
  if (connection.state === 'offline' && connection.blockedBy !== undefined) {
    return {
      title: 'The way to the backend is blocked.',
      message: `${connection.blockedBy} ${keptWords(waiting)} Tell your administrator if it stays.`,
    };
  }
  if (connection.state !== 'failing' || connection.tries < 2) return null;
  return {
    title: 'The backend answers with an error.',
    message: `“${connection.message}” ${keptWords(waiting)} It is tried again by itself; tell your administrator if it stays.`,
  };
}

function keptWords(waiting: number): string {
  if (waiting === 0) return 'What you do is kept on this computer.';
  return waiting === 1
    ? 'What you did and is not sent yet is kept on this computer.'
    : `The ${new Intl.NumberFormat().format(waiting)} actions that are not sent yet are kept on this computer.`;
}
