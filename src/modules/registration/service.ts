/** Registration. Neither the response nor its timing reveals whether an address is known; only the mail to it does. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { inConstantTime } from '../../platform/constant-time';
import { passwordHash } from '../../platform/hash';
import { newId } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import { enforce, notFound, notFoundWithoutPermission, Refusal } from '../../schema/errors';
import { checkVersion } from '../../core/mutation/input';
import { type Caller, recordEvents } from '../../core/event/record';
import { findApplicationOfLink } from '../../core/link/link';
import { mailUnavailable, sendMail } from '../../core/mail/outbox';
import { requireDestination } from '../application';
import {
  checkLooksLikeEmail,
  checkName,
  checkPassword,
  findUser,
  newEmail,
  setPassword,
  lockUserByName,
  type User,
  users,
} from '../user';
import { principalFor } from '../../core/authority/object-permissions';
import { runMutation, type MutationResult, asMutationResult, Restart } from '../../core/mutation/run';
import { lockUsers } from '../../core/revocation/engine';
import { readSetting } from '../../core/setting/settings';
import { type RateLimit, networkOf, throttle } from '../../core/throttle/throttle';
import { nameKey } from '../../platform/name-key';
import { may } from '../../core/authority/principal';
import { mailConfirmationLink, confirm } from './confirm';
import type { ConfirmUserInput, RegisterUserInput, ResendConfirmationInput } from './inputs';
import { mayConfirmUser } from './policy';

const HOUR = 3_600;
const PER_ADDRESS = 5;
const PER_NETWORK = 20;

const bounds = (what: string, ip: string | null, email: string): RateLimit[] => [
  { what: `${what} address`, of: nameKey(email), limit: PER_ADDRESS, seconds: HOUR },
  { what: `${what} network`, of: networkOf(ip), limit: PER_NETWORK, seconds: HOUR },
];

/** Refusals before any lookup reveal nothing, so only the work after them takes constant time. */
const checkedInConstantTime = <T>(
  check: () => Promise<T>,
  work: (checked: T) => Promise<MutationResult<null>>,
): Promise<MutationResult<null>> =>
  asMutationResult(async () => {
    const checked = await check();
    return inConstantTime(() => work(checked));
  });

const reload = async () => null;

/** What a person enters to register, and the application where they do. */
export type NewRegistration = Pick<RegisterUserInput, 'email' | 'password' | 'name'> & { applicationId: string | null };

/** Whether people can register: it must be allowed, and the link must be mailed. */
export const isRegistrationOpen = async (database: Database, { canMail }: Pick<Context, 'canMail'>): Promise<boolean> =>
  canMail && readSetting(database, 'registration.enabled');

/** Checks that need no lookup of the address; returns the registration with its stored form. Call it outside a transaction. */
export const validRegistration = async (
  database: Database,
  mailing: Pick<Context, 'canMail'>,
  registration: NewRegistration,
  ip: string | null,
): Promise<NewRegistration> => {
  if (!(await readSetting(database, 'registration.enabled')))
    throw new Refusal('INVALID_STATE', 'Registration is disabled. Ask an administrator for an account.');
  enforce(mailUnavailable(mailing));
  const { password, name = null } = registration;
  const email = newEmail(registration.email);
  if (name !== null) checkName(name);
  checkPassword(password, { names: [email, name] });
  enforce(await throttle(database, bounds('registerUser', ip, email)));
  return { ...registration, email };
};

/** Call it in a transaction, and in constant time together with hashing the password. */
export const register = async (
  database: Database,
  caller: Caller,
  { email, name = null, applicationId, hash }: Omit<NewRegistration, 'password'> & { hash: string },
): Promise<void> => {
  let id = newId();
  if (!(await users(database).addRegistered({ id, email, name }))) {
    const existing = await lockUserByName(database, nameKey(email));
    if (!existing) throw new Restart();
    id = existing.id;
    if (!existing.byEmail || existing.status !== 'PENDING_CONFIRMATION') {
      await sendMail(database, { kind: 'ALREADY_REGISTERED', userId: existing.byEmail ? id : null, address: email });
      const details = { cause: 'ADDRESS_KNOWN' };
      await recordEvents(database, caller, [{ type: 'USER_REGISTERED', outcome: 'FAILURE', userId: id, details }]);
      return;
    }
    await users(database).change([id], { name });
  }
  await setPassword(database, caller, { userId: id, hash });
  await mailConfirmationLink(database, { id, email, applicationId });
  await recordEvents(database, caller, [{ type: 'USER_REGISTERED', userId: id, details: { username: email } }]);
};

export const registerUser = (context: Context, input: RegisterUserInput): Promise<MutationResult<null>> => {
  const check = async (): Promise<NewRegistration> => {
    const { applicationId: publicId, ...entered } = input;
    const applicationId = publicId == null ? null : await requireDestination(context.database, publicId);
    return validRegistration(context.database, context, { ...entered, applicationId }, context.caller.ip);
  };
  return checkedInConstantTime(check, async (registration) => {
    const hash = await passwordHash(registration.password);
    return runMutation(context, { action: 'registerUser', input: {}, reload }, async (database) => {
      await register(database, context.caller, { ...registration, hash });
      return { value: null };
    });
  });
};

export const resendConfirmation = (
  context: Context,
  { email }: ResendConfirmationInput,
): Promise<MutationResult<null>> => {
  const check = async () => {
    enforce(mailUnavailable(context));
    checkLooksLikeEmail(email);
    enforce(await throttle(context.database, bounds('resendConfirmation', context.caller.ip, email)));
  };
  return checkedInConstantTime(check, () =>
    runMutation(context, { action: 'resendConfirmation', input: {}, reload }, async (database) => {
      const existing = await lockUserByName(database, nameKey(email));
      if (existing?.byEmail && existing.status === 'PENDING_CONFIRMATION') {
        const { email: address } = (await findUser(database, existing.id))!;
        const applicationId = await findApplicationOfLink(database, existing.id, 'CONFIRMATION');
        await mailConfirmationLink(database, { id: existing.id, email: address!, applicationId });
        await recordEvents(database, context.caller, [{ type: 'CONFIRMATION_SENT', userId: existing.id }]);
      } else if (may(context.principal, 'users:create')) {
        throw existing?.byEmail
          ? new Refusal('INVALID_STATE', `The user with this address is ${existing.status} and has nothing to confirm.`)
          : notFound('user', 'email');
      }
      return { value: null };
    }),
  );
};

export const confirmUser = (context: Context, input: ConfirmUserInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'confirmUser', input, reload: findUser }, async (database) => {
    const id = decodeId('User', input.userId);
    if (id) await lockUsers(database, [id]);
    const user = await findUser(database, id);
    if (!user) throw notFound('user', 'userId');
    const caller = await principalFor(database, context.principal, user.id);
    if (!may(caller, 'users:create')) throw notFoundWithoutPermission('user', 'userId', 'users:create');
    checkVersion(user, input.ifVersion);
    enforce(mayConfirmUser(caller, user));
    if (user.status === 'PENDING_CONFIRMATION')
      await confirm(database, context.caller, { userId: user.id, by: 'ADMINISTRATOR', reason: input.reason ?? null });
    return { subjectId: user.id, value: (await findUser(database, user.id))! };
  });
