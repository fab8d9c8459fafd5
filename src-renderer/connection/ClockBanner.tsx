import { useStore } from 'zustand';
import { useDesk } from '../app/desk.ts';
import { sameFields, useTimed } from '../time/use-timed.ts';
import { Banner } from './Banner.tsx';
import { type ClockProblem, clockProblem } from './clock-problem.ts';

const none: ClockProblem = { title: '', message: '' };

/** Says that this computer's clock is wrong, as long as it is. */
export function ClockBanner() {
  const { clock, replica } = useDesk();
  // While it connects, the server is about to tell.
  const isOffline = useStore(
    replica.status,
    ({ connection }) => connection.state !== 'online' && connection.state !== 'connecting',
  );
  const { title, message } = useTimed(
    clock,
    () => clockProblem(replica.time.standing(), isOffline) ?? none,
    sameFields,
  );
  return title === '' ? null : <Banner title={title} message={message} />;
}
