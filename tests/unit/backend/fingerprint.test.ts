import { describe, expect, test } from 'vitest';
import { fingerprint, isFingerprintOf } from '../../../src-backend/sync/fingerprint.ts';
import { mutationSchema } from '../../../src-shared/sync/protocol.ts';

const mutation = mutationSchema.parse({
  clientID: 'c1',
  id: 1,
  name: 'name_account',
  args: { id: 'account-1', name: 'Acme' },
  timestamp: 1_772_470_800_000,
});

describe('the fingerprint of a mutation', () => {
  test('is of its name and its arguments, in any order of keys', () => {
    const turned = { ...mutation, args: { name: 'Acme', id: 'account-1' } };
    expect(fingerprint(turned)).toBe(fingerprint(mutation));
    expect(fingerprint({ ...mutation, name: 'name_contact' })).not.toBe(fingerprint(mutation));
    expect(fingerprint({ ...mutation, args: { id: 'account-1', name: 'Other' } })).not.toBe(fingerprint(mutation));
  });

  test('is not of when it was done, which is put right before it is sent', () => {
    expect(fingerprint({ ...mutation, timestamp: mutation.timestamp + 7 })).toBe(fingerprint(mutation));
  });
});

describe('a recorded fingerprint', () => {
  test('is recognised', () => {
    expect(isFingerprintOf(fingerprint(mutation), mutation)).toBe(true);
    expect(isFingerprintOf(fingerprint(mutation), { ...mutation, args: {} })).toBe(false);
  });

  test('is recognised from when dates were part of it, so that an update does nothing twice', () => {
    const recorded = 'UTjYtAV6Mt4LBWmfo4ST5PlV05cGreiFWgb7uPNRs84';
    expect(isFingerprintOf(recorded, mutation)).toBe(true);
    expect(isFingerprintOf(recorded, { ...mutation, timestamp: mutation.timestamp + 1 })).toBe(false);
  });
});
