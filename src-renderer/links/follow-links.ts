import type { StoreApi } from 'zustand/vanilla';
import type { Desktop } from '../../src-shared/desktop-contract.ts';
import type { CaseId } from '../../src-shared/ids.ts';
import type { LinkFault } from '../../src-shared/links/case-link.ts';
import type { Workspace } from '../app/workspace.ts';
import type { QueueState } from '../queue/queue-store.ts';
import type { Replica } from '../replica/replica.ts';
import type { Toaster } from '../undo/toaster.ts';

export interface FollowParts {
  readonly desktop: Pick<Desktop, 'call' | 'on'>;
  readonly queue: StoreApi<Pick<QueueState, 'index' | 'isComplete'>>;
  readonly replica: Pick<Replica, 'all'>;
  readonly workspace: StoreApi<Pick<Workspace, 'activeId' | 'openId' | 'awaitedLink' | 'refusal' | 'departure'>>;
  readonly toaster: Pick<Toaster, 'show'>;
}

/**
 * Opens the cases that links name. One that is not here is waited for, first until the cases are read and then until
 * it comes; the wait ends when the agent opens another case. Answers what stops it.
 */
export function followLinks({ desktop, queue, replica, workspace, toaster }: FollowParts): () => void {
  async function take(): Promise<void> {
    const link = await desktop.call('links:next', undefined);
    if (link === null) return;
    if (!link.ok) {
      toaster.show(`The link was not opened: ${faultWords[link.fault]}`);
      return;
    }
    workspace.setState({ awaitedLink: link.name, openId: null, refusal: null });
    look();
  }

  function look(): void {
    const { awaitedLink } = workspace.getState();
    const { index, isComplete } = queue.getState();
    if (awaitedLink === null || !isComplete || index === null) return;
    const id = index.entry(awaitedLink)?.id ?? numbered(awaitedLink);
    if (id === null || index.entry(id) === undefined) return;
    workspace.setState({ awaitedLink: null, activeId: id, openId: id, departure: null, refusal: null });
  }

  function numbered(number: string): CaseId | null {
    for (const doc of replica.all('cases').values()) if (doc.number === number) return doc.id;
    return null;
  }

  const stops = [
    desktop.on('link:waiting', () => void take()),
    queue.subscribe(look),
    workspace.subscribe(({ openId, awaitedLink }) => {
      if (openId !== null && awaitedLink !== null) workspace.setState({ awaitedLink: null });
    }),
  ];
  void take();
  return () => {
    for (const stop of stops) stop();
  };
}

/** What is wrong with a link, in words. Nothing of the link itself is repeated. */
const faultWords: Readonly<Record<LinkFault, string>> = {
  scheme: 'it is not one of Dueline.',
  host: 'it does not lead to a case.',
  extra: 'it holds more than a case.',
  path: 'it does not name one case.',
  encoding: 'it is encoded in a way that none of Dueline is.',
  control: 'it holds characters that no link of a case has.',
  length: 'it is too long.',
  name: 'it holds characters that no number of a case has.',
};
