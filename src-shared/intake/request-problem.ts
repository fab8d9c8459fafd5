import type { CaseKind, ServiceRequest } from '../cases/case-document.ts';
import type { Policy } from '../policy/policy.ts';
import type { RefusalCode } from '../policy/refusal-source.ts';
import { isolated } from '../text/isolated.ts';

/** Why a request is refused, with the code of the rule. */
interface RequestProblem {
  readonly code: RefusalCode;
  readonly message: string;
}

/**
 * Why a request for service cannot stand so: a type or field that the policy does not have, or required fields that are
 * empty, each by its name. Null if it can. A policy without types of requests has none to choose from.
 */
export function requestProblem(policy: Policy, request: ServiceRequest): RequestProblem | null {
  const types = policy.service_requests ?? {};
  const type = Object.hasOwn(types, request.type) ? types[request.type] : undefined;
  if (type === undefined) {
    return {
      code: 'unknown_request_type',
      message: `The policy has no request for service "${isolated(request.type)}". Choose one that it has.`,
    };
  }
  const foreign = Object.keys(request.fields).find((key) => !type.fields.some((field) => field.key === key));
  if (foreign !== undefined) {
    return {
      code: 'unknown_request_field',
      message: `${isolated(type.name)} asks for no field "${isolated(foreign)}".`,
    };
  }
  const missing = type.fields.filter(({ key, required }) => required && (request.fields[key] ?? '').trim() === '');
  if (missing.length === 0) return null;
  const labels = missing.map(({ label }) => isolated(label)).join(', ');
  return { code: 'missing_request_fields', message: `${isolated(type.name)} needs more. Still empty: ${labels}.` };
}

/** Fields of a request belong to a case of that kind only. */
export function requestOfOtherKind(kind: CaseKind | null | undefined, name: string): RequestProblem | null {
  if (kind === 'service_request') return null;
  return { code: 'no_service_request', message: `${name} is no request for service. Set its kind first.` };
}
