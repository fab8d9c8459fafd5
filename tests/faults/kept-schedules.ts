import type { Schedule } from './schedule.ts';

/** A schedule that once broke a rule, cut down to what it takes. */
export interface KeptSchedule {
  readonly was: string;
  readonly schedule: Schedule;
}

export const keptSchedules: readonly KeptSchedule[] = [
  {
    was: 'somebody else signed in and still had the documents of the one before, of another space',
    schedule: {
      seed: 1,
      tokens: ['ann', 'ann', 'bob'],
      pageDocuments: 5_000,
      operations: [{ do: 'sign_in', device: 2, token: 'eve', thenMs: 11, salt: 16_989_093 }],
    },
  },
  {
    was: 'a push cut short on its way made the app withdraw an action that had been applied',
    schedule: {
      seed: 1_191,
      tokens: ['ann', 'bob', 'bob'],
      pageDocuments: 2,
      operations: [
        { do: 'server_dies_at_commit', commits: 3, made: true, thenMs: 788, salt: 1_213_136_296 },
        { do: 'act', device: 0, pick: 131, actions: ['add_note'], thenMs: 13, salt: 1_938_913_695 },
        { do: 'crash', device: 2, power: false, restart: true, thenMs: 11, salt: 1_105_355_793 },
        { do: 'act', device: 1, pick: 691, actions: ['add_note'], thenMs: 76, salt: 1_702_632_875 },
        { do: 'act', device: 1, pick: 343, actions: ['message_customer'], thenMs: 1_643, salt: 23_249_658 },
        { do: 'act', device: 1, pick: 946, actions: ['resolve'], thenMs: 10_943, salt: 1_099_365_909 },
        { do: 'server_starts', thenMs: 27, salt: 1_483_188_119 },
        { do: 'act', device: 2, pick: 699, actions: ['create_case'], thenMs: 14_577, salt: 2_043_400_627 },
        {
          do: 'act',
          device: 0,
          pick: 911,
          actions: ['add_note', 'set_severity', 'create_case', 'resume', 'claim'],
          thenMs: 1_712,
          salt: 504_943_870,
        },
        { do: 'crash', device: 2, power: true, restart: false, thenMs: 11, salt: 1_910_451_354 },
        { do: 'line', device: 1, state: 'lossy', thenMs: 602, salt: 1_552_785_621 },
        { do: 'act', device: 1, pick: 711, actions: ['add_note'], thenMs: 0, salt: 55_635_740 },
        { do: 'act', device: 1, pick: 176, actions: ['assign'], thenMs: 43_034, salt: 1_704_270_426 },
      ],
    },
  },
];
