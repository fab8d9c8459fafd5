import { createContext, useContext } from 'react';
import type { CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import type { Clock } from '../time/clock.ts';
import type { InflatedAccounts } from './inflation-tally.ts';

/** What the time cells read: handed past the table, so that a tick redraws cells and nothing above them. */
export interface CellSource {
  readonly clock: Clock;
  readonly policy: CompiledPolicy;
  readonly inflated: InflatedAccounts;
}

export const CellSourceContext = createContext<CellSource | null>(null);

export function useCellSource(): CellSource {
  const source = useContext(CellSourceContext);
  if (!source) throw new Error('A time cell stands outside of a queue table.');
  return source;
}
