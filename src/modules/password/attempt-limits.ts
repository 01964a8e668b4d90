/**
 * Against guessing: how many wrong passwords are looked at. A name has a budget for each network and one for strangers everywhere, a network has one
 * for all names, and a browser in which the user has signed in has its own, which strangers cannot use up. Names that nobody has are no different.
 */
import type { Database } from '../../database/database';
import { gate } from '../../platform/gate';
import { attempt, type Budget, refusalBy, type TooManyFailures } from '../../core/throttle/attempts';
import { networkOf, throttle } from '../../core/throttle/throttle';
import { nameKey } from '../../platform/name-key';
import type { KnownBrowser } from './known-browsers';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Ten, and a number beyond which nobody mistypes. NIST SP 800-63B §3.2.2: no more than 100 in a row of one account, which has two names at most. */
const FROM_OWNER = { limit: 10, seconds: 15 * MINUTE };
const FROM_STRANGERS = { limit: 50, seconds: HOUR };
const FROM_ONE_BROWSER = { limit: 50, seconds: DAY };

/** Only failures count, and only in browsers that are not known: an office behind one address has thousands of people for that many. */
const FROM_ONE_NETWORK = { limit: 100, seconds: 15 * MINUTE };
/** Whoever has one IPv6 network often has all of a /48. */
const FROM_ONE_SITE = { limit: 400, seconds: 15 * MINUTE };
/** Half of what one process can check in that time, and what a million people mistype in a morning: so the rest is left for right passwords. */
const FROM_EVERYWHERE = { limit: 30_000, seconds: 15 * MINUTE };

const WRONG = 'There have been too many wrong passwords.';
const FROM_HERE = 'There have been too many failed sign-ins from your network.';
const EVERYWHERE: Budget = {
  ...{ what: 'password everywhere', of: '', ...FROM_EVERYWHERE },
  says: 'The service has seen too many failed sign-ins.',
};

const networkLimits = (ip: string | null): Budget[] => [
  { what: 'password network', of: networkOf(ip), ...FROM_ONE_NETWORK, says: FROM_HERE },
  ...(ip?.includes(':') ? [{ what: 'password site', of: networkOf(ip, 3), ...FROM_ONE_SITE, says: FROM_HERE }] : []),
];

/** By the name that was typed, not by the account: or the answers would tell which names are of one account, and so that there is one. */
const nameLimits = (key: string, ip: string | null): Budget[] => {
  const subject = `name ${key}`;
  return [
    {
      ...{ what: 'password name network', of: `${key} ${networkOf(ip)}`, subject, ...FROM_OWNER },
      ...{ forgiving: true, says: WRONG },
    },
    { what: 'password name', of: key, subject, ...FROM_STRANGERS, says: WRONG },
    ...networkLimits(ip),
  ];
};

/** What is used up by whoever holds something of the user's already: a browser, or a token. */
const ownerLimits = (what: string, of: string, userId: string): Budget[] =>
  [FROM_OWNER, FROM_ONE_BROWSER].map((bound) => ({
    ...{ what: `${what} ${bound.seconds}`, of, subject: `user ${userId}`, ...bound },
    ...{ forgiving: true, says: WRONG },
  }));

/** Who tries to sign in. */
export interface SignInAttempt {
  /** As it was typed. */
  name: string;
  ip: string | null;
  /** The browser, where the user whom the name belongs to has signed in with it before. */
  known: KnownBrowser | null;
}

/** More than this wait in this process, in turn, and take no place before theirs has come. */
const AT_ONCE = 8;
const inTurn = gate(AT_ONCE);

/** Whether the password is right, or why nobody looked at it. To be called outside of a transaction. */
export const checkSignIn = async (
  database: Database,
  { name, ip, known }: SignInAttempt,
  isRight: () => Promise<boolean>,
): Promise<TooManyFailures | boolean> => {
  if (known) return attempt(database, ownerLimits('password browser', known.id, known.userId), isRight);
  const budgets = nameLimits(nameKey(name), ip);
  const checked =
    (await refusalBy(database, [...budgets, EVERYWHERE])) ?? (await inTurn(() => attempt(database, budgets, isRight)));
  if (checked === false) await throttle(database, [EVERYWHERE]);
  return checked;
};

/** The same for a user who is signed in: strangers cannot use this up either. */
export const checkOwnPassword = (
  database: Database,
  userId: string,
  isRight: () => Promise<boolean>,
): Promise<TooManyFailures | boolean> => attempt(database, ownerLimits('password own', userId, userId), isRight);
