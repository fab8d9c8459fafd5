import { constants, createGzip } from 'node:zlib';

/** Makes one body out of pieces of text, which can be sent as they come. */
export interface Packer {
  /** The bytes for this text; some of them may come with the next one. */
  add(text: string): Promise<Buffer>;
  /** The rest. */
  end(): Promise<Buffer>;
}

/** Level 6 takes half as long again and makes it 7 % smaller. */
const level = 4;

/** One gzip stream, flushed after each text. It is compressed beside the event loop. */
export function gzipPacker(): Packer {
  const gzip = createGzip({ level });
  let ready: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => ready.push(chunk));

  function taken(): Buffer {
    const bytes = Buffer.concat(ready);
    ready = [];
    return bytes;
  }

  return {
    add: (text) =>
      new Promise((resolve, reject) => {
        gzip.once('error', reject);
        gzip.write(text);
        gzip.flush(constants.Z_SYNC_FLUSH, () => {
          gzip.off('error', reject);
          resolve(taken());
        });
      }),
    end: () =>
      new Promise((resolve, reject) => {
        gzip.once('error', reject);
        gzip.once('end', () => resolve(taken()));
        gzip.end();
      }),
  };
}
