import { describe, expect, test } from 'vitest';
import { Desk, devon } from './desk.ts';

/** Minutes after Monday nine o'clock, as the tests of the mutators count. */
const minute = 1;

describe('a backend whose clock was set back, or whose processes differ', () => {
  test.each([0.5 * minute, 90 * minute, 3 * 24 * 60 * minute])(
    'counts a message after what it answers, also if that was dated %d minutes later',
    async (aheadMinutes) => {
      const desk = new Desk();
      await desk.create();
      await desk.on('claim', {}, { at: 1 });
      desk.customerWrites({ at: 10 + aheadMinutes });
      expect(desk.state().clocks.next_update?.phase).not.toBe('met');
      await desk.on('message_customer', { text: 'Here is the answer.' }, { at: 10, acceptedAt: 10 });
      const answered = desk.case().events.at(-1);
      expect(answered).toMatchObject({ type: 'agent_message' });
      expect(desk.state().clocks.first_response?.phase).not.toBe('running');
      const others = desk.case().events.slice(0, -1);
      for (const { at } of others) expect(answered?.at).toBeGreaterThanOrEqual(at);
    },
  );

  test('counts two messages that two processes accepted in the order of their acceptance', async () => {
    const desk = new Desk();
    await desk.create();
    await desk.on('message_customer', { text: 'First.' }, { at: 20, acceptedAt: 20 });
    await desk.on('message_customer', { text: 'Second.' }, { at: 19, acceptedAt: 19, by: devon });
    const messages = desk.case().events.filter(({ type }) => type === 'agent_message');
    expect(messages.map((message) => 'text' in message && message.text)).toEqual(['First.', 'Second.']);
    expect(messages[1]?.at).toBe(messages[0]?.at);
  });
});
