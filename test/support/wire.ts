/** A wire to the database that a test can cut and mend. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export const wireTo = async (target: URL) => {
  const ends = new Set<Socket>();
  let cut = false;
  const server: Server = createServer((near) => {
    if (cut) return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.on('error', () => other.destroy()).on('close', () => other.destroy());
      end.pipe(other);
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cut: () => {
      cut = true;
      for (const end of ends) end.destroy();
      ends.clear();
    },
    mend: () => (cut = false),
    close: () => new Promise((done) => server.close(done)),
  };
};
