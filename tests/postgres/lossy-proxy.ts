import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between a backend and its PostgreSQL, and can lose what the server answers. */
export interface LossyProxy {
  readonly port: number;
  /** The next COMMIT reaches the server; its answer is lost, and the connection with it. */
  loseNextCommitAnswer(): void;
  /** The next COMMIT is lost on the way, and the connection with it. */
  loseNextCommit(): void;
  stop(): Promise<void>;
}

export async function lossyProxy(serverPort: number): Promise<LossyProxy> {
  let losing: 'nothing' | 'commit' | 'answer' = 'nothing';
  const open = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1');
    const cut = () => {
      client.destroy();
      server.destroy();
    };
    let isAnswerLost = false;
    for (const end of [client, server]) {
      open.add(end);
      end.on('error', cut);
      end.on('close', () => {
        open.delete(end);
        cut();
      });
    }
    client.on('data', (chunk) => {
      if (losing !== 'nothing' && chunk.includes('COMMIT\0')) {
        const lost = losing;
        losing = 'nothing';
        if (lost === 'commit') return cut();
        isAnswerLost = true;
      }
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      // The tag of a command that was carried out: by now the commit is on the disk.
      if (!isAnswerLost) client.write(chunk);
      else if (chunk.includes('COMMIT\0')) cut();
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.');
  return {
    port: address.port,
    loseNextCommitAnswer: () => {
      losing = 'answer';
    },
    loseNextCommit: () => {
      losing = 'commit';
    },
    async stop() {
      for (const end of open) end.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
