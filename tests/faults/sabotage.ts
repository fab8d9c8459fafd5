import { z } from 'zod';
import { mainSpace } from '../../src-backend/backend.ts';
import {
  type ReadTransaction,
  type Storage,
  StorageError,
  type WriteTransaction,
} from '../../src-backend/storage/storage.ts';
import { loadedCookie } from '../../src-backend/sync/cookie.ts';
import type { ClientStore } from '../../src-renderer/sync/client-store.ts';
import { pullResponseSchema, pushRequestSchema } from '../../src-shared/sync/protocol.ts';
import { withMethods, withReadMethods } from './transaction-methods.ts';
import type { Sabotage } from './world.ts';

/*
 * Ways to break the product, each a fault that somebody might really make. They wrap its ports and handlers from
 * outside; a simulation that lets one of them pass sees too little.
 */

const inStore = (change: (store: ClientStore) => Partial<ClientStore>): Sabotage => ({
  device: { store: (store) => ({ ...store, ...change(store) }) },
});

/** Changes what the server answers to a pull. */
const inPull = (change: (answer: z.infer<typeof pullResponseSchema>) => object): Sabotage => ({
  server: {
    handlers: (product) => ({
      ...product,
      pull: async (...asked) =>
        JSON.stringify(change(pullResponseSchema.parse(JSON.parse(await product.pull(...asked))))),
    }),
  },
});

const inStorage = (change: (storage: Storage) => Partial<Storage>): Sabotage => ({
  server: { storage: (storage) => ({ ...storage, ...change(storage) }) },
});

/** What ends a transaction without a trace. */
class Undone extends Error {}

export const sabotages: Readonly<Record<string, Sabotage>> = {
  /** The app says "saved" and writes a moment later. */
  acknowledge_before_commit: {
    device: {
      store: (store, scheduler) => ({
        ...store,
        async commit(change, durability) {
          scheduler.after(50, () => void store.commit(change, durability).catch(() => {}));
        },
      }),
    },
  },

  /** The app leaves it to the disk when what an agent did is written. */
  trust_the_disk_cache: inStore((store) => ({ commit: (change) => store.commit(change, 'relaxed') })),

  drop_outbox_at_restart: inStore((store) => ({
    open: async () => ({ ...(await store.open()), outbox: [] }),
  })),

  /** After a restart what waits is done again backwards. */
  replay_in_wrong_order: inStore((store) => ({
    async open() {
      const head = await store.open();
      const backwards = head.outbox.toReversed();
      const numberedAnew = head.outbox.flatMap(({ id }, index) => {
        const row = backwards[index];
        return row === undefined ? [] : [{ ...row, id }];
      });
      return { ...head, outbox: numberedAnew };
    },
  })),

  /** The documents of a pull in one transaction, its cookie in the next. */
  cookie_after_documents: inStore((store) => ({
    async commit({ clearDocuments = false, documents = [], ...rest }, durability) {
      await store.commit({ clearDocuments, documents }, durability);
      await store.commit(rest, durability);
    },
  })),

  /** A clock that somebody set counts as time that has passed. */
  go_by_the_wall_clock: {
    device: { surroundings: (surroundings) => ({ ...surroundings, monotonic: () => surroundings.now() }) },
  },

  /** After a restart the dates of what waits are taken for right. */
  trust_dates_after_restart: inStore((store) => ({
    async open() {
      const head = await store.open();
      return { ...head, outbox: head.outbox.map(({ isProvisional: _, ...row }) => row) };
    },
  })),

  forget_attention: inStore((store) => ({
    commit: ({ putAttention: _, ...change }, durability) => store.commit(change, durability),
  })),

  /** The journal answers and keeps nothing. */
  journal_keeps_nothing: { device: { journal: (journal) => ({ ...journal, append: async () => {} }) } },

  /** Each page of a pull is taken for the whole of it. */
  apply_pages_one_by_one: inPull((answer) => ({ ...answer, more: false })),

  forget_tombstones: inPull((answer) => ({ ...answer, patch: answer.patch.filter(({ op }) => op !== 'del') })),

  /** A copy that is older than what was forgotten is brought up to date by what is left. */
  ignore_horizon: inStorage((storage) => ({
    read: (space, work) => storage.read(space, (tx) => work(withReadMethods(tx, { horizonVersion: 0 }))),
  })),

  /** The client is told that it has the next version already. */
  cookie_ahead: inPull((answer) => {
    const [epoch, version, ...page] = answer.cookie.split('.');
    return page.length > 0 ? answer : { ...answer, cookie: `${epoch}.${Number(version) + 1}` };
  }),

  /** A pull says that it brought one version more than it did, so that the poke of that one is taken for known. */
  version_ahead: inPull(({ version, ...answer }) => ({
    ...answer,
    ...(version === undefined ? {} : { version: version + 1 }),
  })),

  /** The cookie of a load is of when it was asked for, not of when its documents were read. */
  load_cookie_of_now: {
    server: {
      handlers: ({ load }) => ({
        async load(storage, snapshots, acting, body) {
          const snapshot = await load(storage, snapshots, acting, body);
          const cookie = await storage.read(acting.space, async (tx) => loadedCookie(tx.epoch, tx.version));
          return {
            async *body() {
              for await (const piece of snapshot.body()) {
                yield Buffer.from(piece.toString().replace(/^\{"cookie":"[^"]*"/, `{"cookie":"${cookie}"`));
              }
            },
          };
        },
      }),
    },
  },

  /** The pages of a load are put among the documents as they come. */
  show_pages_as_they_come: inStore((store) => ({
    stage: async (load, page) => {
      await store.commit({ clearDocuments: page.at === 0, documents: page.documents }, 'relaxed');
      await store.stage(load, page);
    },
  })),

  lose_rejections: {
    server: {
      handlers: ({ push, pull }) => ({
        push: async (...asked) => ({ ...(await push(...asked)), rejections: [] }),
        pull: async (...asked) => JSON.stringify({ ...JSON.parse(await pull(...asked)), rejections: [] }),
      }),
    },
  },

  /** Pulls read the documents of the one space that everybody thinks of. */
  forget_scope: {
    server: {
      handlers: ({ push, pull }) => ({
        push,
        pull: (storage, acting, ...rest) => pull(storage, { ...acting, space: mainSpace }, ...rest),
      }),
    },
  },

  /** Who was moved to another space takes along what there was in the one before. */
  keep_what_was_left: inStore((store) => ({
    commit: (change, durability) => {
      const { clearDocuments: _, removeDrafts: __, ...kept } = change;
      return store.commit(change.meta?.identity === undefined ? change : kept, durability);
    },
  })),

  /** The server goes by the token alone, whatever space the client takes itself to be in. */
  ignore_named_space: {
    server: {
      handlers: ({ push, ...others }) => ({
        ...others,
        push: (environment, acting, body) =>
          push(environment, acting, { ...z.looseObject({}).parse(body), space: undefined }),
      }),
    },
  },

  /** The server answers, and commits a moment later. */
  answer_before_commit: {
    server: {
      storage: (storage, server) => ({
        ...storage,
        async write(space, work) {
          const result: { value: Awaited<ReturnType<typeof work>> }[] = [];
          await storage
            .write(space, async (tx) => {
              result.push({ value: await work(tx) });
              throw new Undone();
            })
            .catch((error: unknown) => {
              if (!(error instanceof Undone)) throw error;
            });
          server.later(100, () => void storage.write(space, work).catch(() => {}));
          const [done] = result;
          if (done === undefined) throw new StorageError('failed', 'Nothing was done.');
          return done.value;
        },
      }),
    },
  },

  /** Every mutation that comes is applied, whatever its number. */
  skip_counter_check: {
    server: {
      handlers: ({ push, pull }) => ({
        pull,
        push(environment, acting, body) {
          const ids = pushRequestSchema.safeParse(body).data?.mutations.map(({ id }) => id) ?? [];
          const { storage } = environment;
          const due = (tx: ReadTransaction, id: number | undefined): Pick<ReadTransaction, 'client'> => ({
            async client(clientId) {
              const client = await tx.client(clientId);
              return client && id !== undefined ? { ...client, lastMutationId: id - 1 } : client;
            },
          });
          let next = 0;
          const careless: Storage = {
            ...storage,
            read: (space, work) => storage.read(space, (tx) => work(withReadMethods(tx, due(tx, ids[0])))),
            write: (space, work) => {
              const id = ids[next];
              next += 1;
              return storage.write(space, (tx) => {
                // Nor is there anything that keeps two results of one number apart.
                const record: WriteTransaction['recordMutation'] = (...result) =>
                  tx.recordMutation(...result).catch(() => {});
                return work(withMethods(tx, { ...due(tx, id), recordMutation: record }));
              });
            },
          };
          return push({ ...environment, storage: careless }, acting, body);
        },
      }),
    },
  },

  /** A refused mutation is not counted, as if it might succeed the next time. */
  count_accepted_only: inStorage((storage) => ({
    write: (space, work) =>
      storage.write(space, (tx) =>
        work(
          withMethods(tx, {
            async recordMutation(client, owner, result) {
              if (result.refusal !== null) throw new StorageError('failed', 'Only what was done is recorded.');
              await tx.recordMutation(client, owner, result);
            },
          }),
        ),
      ),
  })),

  /** The cookie says when the client pulled, in seconds, and the next pull brings what is dated later. */
  cookie_from_timestamp: {
    server: {
      handlers: ({ push, pull }, server) => ({
        push,
        pull(storage, acting, body, limit) {
          const asked = z.looseObject({ cookie: z.string().nullable() }).safeParse(body).data;
          const [epoch, version, ...page] = asked?.cookie?.split('.') ?? [];
          if (version === undefined || page.length > 0) return pull(storage, acting, body, limit);
          const second = (of: number) => Math.floor(server.history.committedAt(acting.space, of) / 1_000);
          let known = Number(version);
          while (known < server.history.version(acting.space) && second(known + 1) <= second(Number(version)))
            known += 1;
          return pull(storage, acting, { ...asked, cookie: `${epoch}.${known}` }, limit);
        },
      }),
    },
  },
};
