import type { BackendState, JoinRequest, JoinResult } from '../../src-shared/desktop-contract.ts';
import type { BackendAddress } from '../protocol/api-proxy.ts';

/** The backend that this profile works with: the embedded one, or one elsewhere. */
export interface Backend {
  readonly state: BackendState;
  /** Where requests of the renderer go; undefined while nothing can take them. */
  readonly address: BackendAddress | undefined;
  onChange(listener: (state: BackendState) => void): void;
  restart(): void;
  join(request: JoinRequest): Promise<JoinResult>;
  /** Resolves when nothing is left running. */
  stop(): Promise<void>;
}
