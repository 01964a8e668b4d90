/** What nearly every suite begins with: a service, its administrator and a web application; and a mail server where mails matter. */
import { randomBytes } from 'node:crypto';
import { adminToken, as, type Ask, type Registered, type Sql, sqlOf, webApplication } from './graphql';
import { type MailServer, startMailServer } from './mail';
import { asAnybody } from './registration';
import { freePort, type Service, startService } from './service';

export interface WithAdmin {
  service: Service;
  /** The machine client of the bootstrap. */
  admin: Ask;
  sql: Sql;
  stop(): Promise<void>;
}
export interface WithWeb extends WithAdmin {
  web: Registered;
}
export interface WithMail extends WithWeb {
  server: MailServer;
  anybody: ReturnType<typeof asAnybody>;
}

type Env = Record<string, string>;

/** A service on a database of its own, and its administrator. */
export const startWithAdmin = async (env: Env = {}, { alone = false } = {}): Promise<WithAdmin> => {
  const service = await startService({ env, alone });
  const admin = as(service, await adminToken(service));
  return { service, admin, sql: sqlOf(service), stop: () => service.stop() };
};

/** The same, with a web application in which people sign in. */
export const startWithWeb = async (env: Env = {}, options: { alone?: boolean } = {}): Promise<WithWeb> => {
  const started = await startWithAdmin(env, options);
  return { ...started, web: await webApplication(started.service, started.admin) };
};

/** What a service needs in its environment to send its mails there, and to tell anybody's networks apart. */
export const mailingTo = (server: MailServer): Env => ({
  ...{ SMTP_URL: server.url, MAIL_FROM: 'id@example.com', TRUST_PROXY: 'true' },
});

/** The same, with a mail server that gets what the service sends. */
export const startWithMail = async (env: Env = {}): Promise<WithMail> => {
  const server = await startMailServer();
  try {
    const started = await startWithWeb({ ...mailingTo(server), ...env });
    const stop = () => started.stop().finally(() => server.stop());
    return { ...started, server, anybody: asAnybody(started.service), stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
};

/** The environment of a service that can push, to nowhere. */
export const PUSHING: Env = {
  PUSH_WEBHOOK_URL: 'http://127.0.0.1:9/',
  PUSH_WEBHOOK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
};

/** The environment of a service that is called by a name: browsers know no passkeys for addresses. */
export const byName = async (): Promise<Env> => {
  const port = String(await freePort());
  return { PORT: port, PUBLIC_URL: `http://localhost:${port}` };
};
