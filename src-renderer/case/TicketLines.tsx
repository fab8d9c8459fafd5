import type { Escalation } from '../../src-shared/cases/case-state.ts';
import { dateWords } from '../../src-shared/closure/closing-words.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import styles from './case.module.css';

interface TicketLinesProps {
  readonly escalations: readonly Escalation[];
  readonly teamName: (key: string) => string;
}

/** With whom else the case is: a line each, with the latest word of the ticket. */
export function TicketLines({ escalations, teamName }: TicketLinesProps) {
  if (escalations.length === 0) return null;
  return (
    <ul className={styles.tickets} aria-label="Escalations">
      {escalations.map((escalation) => (
        <li key={`${escalation.team} ${escalation.ticketRef}`}>
          <span className={styles.ticketTeam} dir="auto" title={teamName(escalation.team)}>
            {teamName(escalation.team)}
          </span>
          <TicketName escalation={escalation} />
          {escalation.status !== null && (
            <span className={styles.ticketStatus} dir="auto" title={escalation.status}>
              {escalation.status}
            </span>
          )}
          {escalation.plannedReleaseOn !== null && <span>release {dateWords(escalation.plannedReleaseOn)}</span>}
          {escalation.sowRef !== null && (
            <span className={styles.ticketStatus} title={escalation.sowRef}>
              SOW {isolated(escalation.sowRef)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Its reference leads to the tracker, by the way of all links to the outside: only where that lets it pass. */
function TicketName({ escalation: { ticketRef, link, sowRef } }: { readonly escalation: Escalation }) {
  if (ticketRef === null && link === null && sowRef !== null) return null;
  const words = ticketRef ?? (link === null ? 'no ticket yet' : 'link');
  if (link?.startsWith('https://') !== true) {
    return (
      <span className={styles.quiet} dir="auto" title={words}>
        {words}
      </span>
    );
  }
  return (
    <a
      className={styles.ticketLink}
      dir="auto"
      href={link}
      target="_blank"
      rel="noreferrer"
      title={`${isolated(words)}, ${link}`}
    >
      {words}
    </a>
  );
}
