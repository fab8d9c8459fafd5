import { readFile } from 'node:fs/promises';
import { describeProblems, parsePolicy } from '../../src-shared/policy/parse-policy.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';

/** A policy file that is refused; the message names every wrong field and what was expected. */
export class PolicyFileError extends Error {
  constructor(file: string, reason: string) {
    super(`The policy file ${file} is refused:\n${reason}`);
    this.name = 'PolicyFileError';
  }
}

/** @throws {PolicyFileError} if the file cannot be read, is no JSON, or has wrong fields. */
export async function readPolicyFile(file: string): Promise<Policy> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new PolicyFileError(file, error instanceof Error ? error.message : String(error));
  }
  return checked(file, json);
}

/** The policy that comes with Dueline. */
export async function shippedPolicy(): Promise<Policy> {
  // Imported, not read: the backend may be bundled, and then lies elsewhere.
  const shipped = await import('../../assets/policy/itn.json', { with: { type: 'json' } });
  return checked('assets/policy/itn.json', shipped.default);
}

function checked(file: string, json: unknown): Policy {
  const result = parsePolicy(json);
  if (!result.ok) throw new PolicyFileError(file, describeProblems(result.problems));
  return result.policy;
}
