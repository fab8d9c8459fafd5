import { expect } from 'vitest';

export const ok = { accepted: true };

export function refusal(code: string, message?: string | RegExp) {
  return expect.objectContaining({
    accepted: false,
    code,
    message: message === undefined ? expect.any(String) : expect.stringMatching(message),
  });
}
