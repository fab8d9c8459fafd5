import type { SyncStatus } from '../replica/replica.ts';

/** What is said of a case that a link names and that is not here, and what to do. */
export function missingWords(
  name: string,
  isComplete: boolean,
  { connection, progress }: Pick<SyncStatus, 'connection' | 'progress'>,
): { readonly title: string; readonly text: string } {
  const title = `Case ${name} is not on this desk (yet)`;
  if (!isComplete || progress !== null || connection.state === 'connecting') {
    return {
      title: `Looking for case ${name}`,
      text: 'The cases are still being read. It opens here once it is found.',
    };
  }
  if (connection.state !== 'online') {
    return {
      title,
      text: 'The desk is out of reach. If the case is new there, it opens here with the next sync.',
    };
  }
  return {
    title,
    text: 'It may be on another desk, or have been removed, or the link may be mistyped: ask whoever sent it. If it comes to this desk, it opens here.',
  };
}
