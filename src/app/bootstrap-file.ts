/** `bootstrap.json`: written once with the secrets; its addresses follow PUBLIC_URL and PORT. */
import { chmodSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loggable, type Logger } from '../platform/logger';

const addresses = (publicUrl: string) => ({ issuer: `${publicUrl}/oidc`, graphql: `${publicUrl}/graphql` });

const fileIn = (dataDir: string): string => path.join(dataDir, 'bootstrap.json');

const text = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;

/** Written aside and renamed: readers find the earlier or the later one, and a file or link that was there does not decide who can read it. */
const replace = (target: string, content: object, mode: number): void => {
  const made = `${target}.${process.pid}`;
  try {
    writeFileSync(made, text(content), { mode: 0o600, flush: true });
    chmodSync(made, mode);
    renameSync(made, target);
  } finally {
    rmSync(made, { force: true });
  }
};

export const writeBootstrapFile = (dataDir: string, publicUrl: string, secrets: object): void => {
  mkdirSync(dataDir, { recursive: true });
  replace(fileIn(dataDir), { ...addresses(publicUrl), ...secrets }, 0o600);
};

/** Called at each start. Only commands on this machine read the file, so a failure does not end the start. */
export const updateBootstrapFile = (dataDir: string, publicUrl: string, logger: Logger): void => {
  const file = fileIn(dataDir);
  try {
    const known = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const current = addresses(publicUrl);
    if (known['issuer'] !== current.issuer || known['graphql'] !== current.graphql)
      replace(realpathSync(file), { ...known, ...current }, statSync(file).mode & 0o777);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    logger.warn({ file, err: loggable(error) }, 'the addresses in bootstrap.json could not be updated');
  }
};
