/** Uploads a file of users, starts its import, and waits until it is done. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from './graphql';
import { ok } from './graphql';
import type { Service } from './service';

export interface Uploaded {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  import: any;
  message: string | null;
}

export const upload = async (
  service: Pick<Service, 'address'>,
  token: string | null,
  query: string,
  body: string | Buffer | ReadableStream,
  headers: Record<string, string> = {},
): Promise<Uploaded> => {
  const response = await fetch(`${service.address}/imports?${query}`, {
    method: 'POST',
    headers: { ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body,
    duplex: 'half',
  } as RequestInit);
  const text = await response.text();
  const answer = JSON.parse(text) as { import?: unknown; errors?: { message: string }[] };
  return { status: response.status, import: answer.import ?? null, message: answer.errors?.[0]?.message ?? null };
};

export const importOf = async (ask: Ask, id: string) =>
  (
    await ok(
      ask('query ($id: ID!) { import(id: $id) { status lines created refused faults { line field code message } } }', {
        id,
      }),
    )
  ).import;

export const start = (ask: Ask, importId: string, more: object = {}) =>
  ask('mutation ($i: ImportUsersInput!) { importUsers(input: $i) { import { id status } errors { code message } } }', {
    i: { importId, ...more },
  });

export const finished = async (ask: Ask, id: string) => {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = await importOf(ask, id);
    if (['DONE', 'STOPPED'].includes(found.status)) return found;
    await sleep(50);
  }
  throw new Error('the import did not come to its end');
};

export const importAll = async (ask: Ask, id: string, more: object = {}) => {
  await ok(start(ask, id, more));
  return finished(ask, id);
};
