import { expect, test } from 'vitest';
import { usualSample } from '../../../../src-main/startup/arguments.ts';
import { readSecondStart, secondStartOf } from '../../../../src-main/startup/second-start.ts';

const given = { profile: null, server: null, token: null, user: null, sample: usualSample, link: null };

test('a start at login leaves the window of the running app where it is', () => {
  expect(readSecondStart(secondStartOf({ ...given, hidden: true }))).toEqual({ hidden: true, link: null });
  expect(readSecondStart(secondStartOf({ ...given, hidden: false }))).toEqual({ hidden: false, link: null });
});

test.each([undefined, null, 'hidden', {}, { hidden: 'yes' }])('%j brings the window to the front', (handedOver) => {
  expect(readSecondStart(handedOver)).toEqual({ hidden: false, link: null });
});
