import type { LoadHead, LoadRequest } from '../../src-shared/sync/load.ts';
import type { Identity, PullRequest, PullResponse, PushRequest, PushResponse } from '../../src-shared/sync/protocol.ts';
import type { LoadedPage } from './client-store.ts';

/** Receives a first load as it comes. */
export interface LoadSink {
  began(head: LoadHead): void;
  /** The next page; the one after it is not read before this resolves. */
  page(page: LoadedPage): Promise<void>;
}

/** What the stream of the backend tells. */
export interface StreamListener {
  opened(): void;
  /** Something changed: pull. @param version of the space since; null if it was not told. */
  poked(version: number | null): void;
  /** A sign of life. */
  beat(): void;
  /** The stream ended or never began. Called at most once. */
  failed(): void;
  /** Names the window to the backend, for its presence. */
  readonly session?: string;
  /** Who is on which case, as the backend says it. */
  presence?(told: unknown): void;
}

/** The way to the backend. Every call either answers whole or throws a `TransportError`. */
export interface Transport {
  me(signal: AbortSignal): Promise<Identity>;
  push(request: PushRequest, signal: AbortSignal): Promise<PushResponse>;
  pull(request: PullRequest, signal: AbortSignal): Promise<PullResponse>;
  /** Everything that there is. Resolves when the load came to its end. */
  load(request: LoadRequest, sink: LoadSink, signal: AbortSignal): Promise<void>;
  /** Opens the stream; the returned function closes it for good. */
  stream(listener: StreamListener): () => void;
}

/** What the backend answered instead of a result. */
export interface Fault {
  /** One of `errorStatus`, or another word of a later backend. */
  readonly code: string;
  readonly message: string;
  /** The mutation at fault, where there is one. */
  readonly mutationID: number | null;
  /** Place in the request, such as `mutations[2].args`; null if it names none. */
  readonly path: string | null;
}

/** A call without a result. `fault` is null when no answer came, or one that cannot be understood. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly fault: Fault | null;

  constructor(message: string, fault: Fault | null = null) {
    super(message);
    this.fault = fault;
  }
}
