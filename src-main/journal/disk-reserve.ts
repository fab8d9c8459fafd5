import { open, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';

/** Space set aside for the journal, so that actions can still be kept on a disk that others have filled. */
export interface DiskReserve {
  /** Sets it aside, unless it is there or the disk has no room to spare. */
  hold(): Promise<void>;
  /** Gives it to the disk; false if there is none left to give. */
  release(): Promise<boolean>;
}

/** A file of `bytes` in the folder, which stands for them until they are needed. */
export function diskReserve(folder: string, bytes: number): DiskReserve {
  const file = path.join(folder, 'reserve');
  let isHeld = bytes === 0;
  return {
    async hold() {
      if (isHeld) return;
      isHeld = (await sizeOf(file)) === bytes;
      if (isHeld) return;
      const { bavail, bsize } = await statfs(folder);
      if (bavail * bsize < bytes * 2) return;
      const handle = await open(file, 'w', 0o600);
      try {
        // Written, not only declared: a file with holes reserves nothing.
        const chunk = Buffer.alloc(Math.min(bytes, 1 << 20), 0x2e);
        for (let left = bytes; left > 0; left -= chunk.byteLength) {
          await handle.write(chunk, 0, Math.min(left, chunk.byteLength));
        }
        await handle.sync();
        isHeld = true;
      } finally {
        await handle.close();
      }
    },
    async release() {
      const held = await sizeOf(file);
      await rm(file, { force: true });
      isHeld = bytes === 0;
      return held > 0;
    },
  };
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
