import { expect, test, vi } from 'vitest';

vi.mock('electron', () => ({ app: {}, dialog: {}, powerMonitor: {} }));
const { quitQuestion } = await import('../../../../src-main/startup/ask-to-quit.ts');

test('nothing is asked when everything has been sent, or nothing is known', () => {
  expect(quitQuestion(null)).toBeNull();
  expect(quitQuestion({ connection: 'offline', waiting: 0 })).toBeNull();
});

test('what is not sent yet is counted, and said to be kept', () => {
  expect(quitQuestion({ connection: 'offline', waiting: 3 })).toEqual({
    message: '3 changes are not sent yet.',
    detail: 'They are kept here and sent next time. What you have typed is kept as a draft.',
  });
  expect(quitQuestion({ connection: 'online', waiting: 1 })).toMatchObject({
    message: '1 change is not sent yet.',
    detail: expect.stringContaining('It is kept here'),
  });
});
