import type { Desktop } from '../../src-shared/desktop-contract.ts';

declare global {
  interface Window {
    readonly desktop: Desktop;
  }
}
