import { createContext, useContext } from 'react';

/** Whether a cell stands in the marked row: only there its hints are stops of the Tab key. */
export const ActiveRow = createContext(false);

export function useActiveRow(): boolean {
  return useContext(ActiveRow);
}
