/** Lifetimes of what a request issues. Each request that may issue something reads them from the settings once. */
import Provider from 'oidc-provider';
import { readSettings } from '../core/setting/settings';
import { currentRequest } from './request/request-scope';
import { signInResult } from './sessions/sign-in-result';

const KEYS = [
  'sessions.idleLifetime',
  'sessions.absoluteLifetime',
  'tokens.accessLifetime',
  'tokens.machineAccessLifetime',
  'tokens.refreshIdleLifetime',
  'tokens.refreshAbsoluteLifetime',
] as const;

/** The library asks for lifetimes synchronously, so they are read before it runs. */
export const readLifetimes = async (): Promise<void> => {
  const request = currentRequest();
  const read = await readSettings(await request.database(), KEYS);
  request.lifetimes = {
    session: { idleSeconds: read['sessions.idleLifetime'], absoluteSeconds: read['sessions.absoluteLifetime'] },
    accessToken: read['tokens.accessLifetime'],
    machineToken: read['tokens.machineAccessLifetime'],
    refreshToken: read['tokens.refreshIdleLifetime'],
    family: read['tokens.refreshAbsoluteLifetime'],
  };
};

/** A session keeps the lifetimes that it began with until the user signs in again. */
export const sessionSeconds = (uid: string, now: Date): number => {
  const request = currentRequest();
  const known = request.sessions.get(uid);
  const login = signInResult(Provider.ctx);
  const again = login !== undefined && login.at > (known?.authenticatedAt ?? 0);
  const { idleSeconds, absoluteSeconds } = known && !again ? known : request.lifetimes!.session;
  const since = again ? login.at : (known?.authenticatedAt ?? now.getTime());
  return Math.max(1, Math.floor(Math.min(idleSeconds, absoluteSeconds - (now.getTime() - since) / 1000)));
};
