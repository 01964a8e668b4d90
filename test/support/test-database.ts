/** A migrated database of a test's own: a clone of the template that globalSetup made. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

const OBJECT_IN_USE = '55006';

/** `from` is the address of a database that nothing is connected to. */
export async function createTestDatabase({ from }: { from?: string } = {}): Promise<TestDatabase> {
  const template = process.env.CASTELLAN_TEST_TEMPLATE!;
  const name = template.replace(/template$/, randomBytes(6).toString('hex'));
  const original = from ? new URL(from).pathname.slice(1) : template;
  await onServer((client) => clone(client, original, name));
  return {
    url: databaseUrl(name),
    drop: () => onServer(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

export function databaseUrl(name: string): string {
  const url = new URL(process.env.CASTELLAN_TEST_SERVER!);
  url.pathname = `/${name}`;
  return url.href;
}

async function clone(client: Client, template: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      return;
    } catch (error) {
      // A moment after a migration or beside another clone the template may count as in use.
      if (attempt === 20 || !(error instanceof DatabaseError) || error.code !== OBJECT_IN_USE) throw error;
      await sleep(50 * attempt);
    }
  }
}

async function onServer(work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: process.env.CASTELLAN_TEST_SERVER });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
