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
      journals: false,
      operations: [{ do: 'sign_in', device: 2, token: 'eve', thenMs: 11, salt: 16_989_093 }],
    },
  },
  {
    was: 'a push cut short on its way made the app withdraw an action that had been applied',
    schedule: {
      seed: 1_191,
      tokens: ['ann', 'bob', 'bob'],
      pageDocuments: 2,
      journals: false,
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
  {
    was: 'signed in as somebody else while the disk was full, the app went on as a client that the journal heeded no longer: what it called saved was nowhere',
    schedule: {
      seed: 7,
      tokens: ['ann', 'bob', 'lea'],
      pageDocuments: 5,
      journals: true,
      operations: [
        { do: 'line', device: 1, state: 'silent', thenMs: 32, salt: 1_232_057_737 },
        { do: 'sign_in', device: 1, token: 'lea', thenMs: 33, salt: 1_682_772_615 },
        { do: 'act', device: 0, pick: 789, actions: ['claim'], thenMs: 1_661, salt: 1_300_019_391 },
        { do: 'act', device: 0, pick: 435, actions: ['resume'], thenMs: 1_694, salt: 797_836_133 },
        { do: 'disk_full', device: 1, full: true, thenMs: 5_538, salt: 1_352_293_574 },
        { do: 'line', device: 1, state: 'slow', thenMs: 1_920, salt: 1_791_821_341 },
        { do: 'server_dies_at_commit', commits: 3, made: false, thenMs: 12_326, salt: 1_393_095_816 },
        { do: 'act', device: 2, pick: 225, actions: ['reopen', 'resolve'], thenMs: 8_952, salt: 539_608_974 },
        { do: 'line', device: 0, state: 'silent', thenMs: 18_263, salt: 322_478_629 },
        { do: 'server_starts', thenMs: 14_523, salt: 512_009_446 },
        { do: 'act', device: 1, pick: 58, actions: ['set_severity'], thenMs: 941, salt: 1_049_162_514 },
      ],
    },
  },
  {
    was: 'a store that opened again was synced without asking who acts here, and kept documents of nobody',
    schedule: {
      seed: 65,
      tokens: ['ann', 'lea', 'bob'],
      pageDocuments: 5,
      journals: false,
      operations: [
        { do: 'store_broken', device: 0, broken: true, thenMs: 27, salt: 1_535_868_029 },
        { do: 'wipe', device: 0, thenMs: 27, salt: 1_708_121_314 },
      ],
    },
  },
  {
    was: 'a store of somebody else that opened again got the documents of whoever was signed in meanwhile',
    schedule: {
      seed: 73,
      tokens: ['ann', 'lea', 'bob'],
      pageDocuments: 2,
      journals: true,
      operations: [
        { do: 'server_dies', thenMs: 47, salt: 1_019_258_948 },
        { do: 'sign_in', device: 2, token: 'eve', thenMs: 19_002, salt: 182_506_157 },
        { do: 'crash', device: 2, power: false, restart: false, thenMs: 1_672, salt: 1_248_503_828 },
        { do: 'store_broken', device: 2, broken: true, thenMs: 1_201, salt: 343_347_220 },
        { do: 'start', device: 2, thenMs: 44, salt: 1_068_416_698 },
      ],
    },
  },
  {
    was: 'a client taken from the journal belonged to another user, and every pull was refused for good',
    schedule: {
      seed: 125,
      tokens: ['ann', 'bob', 'bob'],
      pageDocuments: 2,
      journals: true,
      operations: [
        { do: 'store_broken', device: 0, broken: true, thenMs: 1_336, salt: 1_905_924_364 },
        { do: 'crash', device: 0, power: false, restart: true, thenMs: 9_607, salt: 1_098_622_533 },
        { do: 'act', device: 0, pick: 703, actions: ['log_call'], thenMs: 768, salt: 507_221_804 },
        { do: 'sign_in', device: 0, token: 'bob', thenMs: 19_039, salt: 1_809_863_188 },
        { do: 'wipe', device: 0, thenMs: 692, salt: 1_190_535_391 },
      ],
    },
  },
  {
    was: 'after journal and disk had been full together, the app said so long after both had room',
    schedule: {
      seed: 2_534,
      tokens: ['ann', 'lea', 'lea'],
      pageDocuments: 2,
      journals: true,
      operations: [
        { do: 'die_at_step', device: 1, steps: 32, thenMs: 1_867, salt: 130_729_242 },
        { do: 'outside', what: 'product_removed', pick: 317, other: false, thenMs: 18, salt: 1_555_559_478 },
        { do: 'journal_full', device: 1, full: true, thenMs: 43, salt: 841_993_310 },
        { do: 'disk_full', device: 1, full: true, thenMs: 865, salt: 893_909_312 },
        { do: 'start', device: 1, thenMs: 1_346, salt: 1_093_739_021 },
        { do: 'act', device: 1, pick: 327, actions: ['add_note'], thenMs: 376, salt: 1_419_508_076 },
        { do: 'server_dies_at_commit', commits: 3, made: false, thenMs: 10_411, salt: 7_424_977 },
      ],
    },
  },
];
