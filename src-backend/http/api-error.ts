import type { core } from 'zod';
import { pathText } from '../../src-shared/policy/parse-policy.ts';
import { type ErrorBody, type ErrorCode, errorStatus } from '../../src-shared/sync/protocol.ts';

/** Where in the request the fault is, and which mutation it concerns. */
export interface FaultPlace {
  readonly path?: string;
  readonly clientID?: string;
  readonly mutationID?: number;
}

/** A request that is answered with one of the documented errors (docs/sync-protocol.md). */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly place: FaultPlace;

  constructor(code: ErrorCode, message: string, place: FaultPlace = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.place = place;
  }

  get status(): number {
    return errorStatus[this.code];
  }

  get body(): ErrorBody {
    return { error: { code: this.code, message: this.message, ...this.place } };
  }
}

/** A request of another system that a rule refuses; its code is the rule's own. */
export class RuleRefusal extends ApiError {
  readonly #rule: string;

  constructor(rule: string, message: string, place: FaultPlace = {}) {
    super('refused', message, place);
    this.#rule = rule;
  }

  override get body(): ErrorBody {
    return { error: { ...super.body.error, code: this.#rule } };
  }
}

/** The first thing a schema found wrong, as an error that names its place. */
export function schemaError(code: ErrorCode, issues: readonly core.$ZodIssue[], place: FaultPlace = {}): ApiError {
  const issue = issues[0];
  const path = pathText(issue?.path ?? []);
  const full = place.path === undefined || path === '' ? (place.path ?? path) : joined(place.path, path);
  const where = full === '' ? 'The body' : full;
  return new ApiError(code, `${where} is wrong: ${issue?.message ?? 'not of the expected form'}.`, {
    ...place,
    ...(full === '' ? {} : { path: full }),
  });
}

function joined(parent: string, child: string): string {
  return child.startsWith('[') ? `${parent}${child}` : `${parent}.${child}`;
}
