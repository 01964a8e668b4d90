/** Accepts invitations, for the page and for the mutation. The account is ACTIVE from then on. */
import type { Database } from '../../database/database';
import { onUniqueViolation } from '../../database/unique';
import { passwordHash, secretHash } from '../../platform/hash';
import { newId } from '../../platform/random';
import { encodeId } from '../../platform/type-id';
import { conflict, enforce, invalidInput, notFound } from '../../schema/errors';
import { lockWithCreator } from '../impersonation';
import { recordDerived } from '../../core/derived/record';
import { type Caller, recordEvents } from '../../core/event/record';
import { checkName, checkPassword, chosenUsername, findUser, setPassword, users } from '../user';
import { lockUsers } from '../../core/revocation/engine';
import { networkOf, throttle } from '../../core/throttle/throttle';
import { nameKey } from '../../platform/name-key';
import type { Invitation } from './entity';
import { heldUpRefusal, invitationHeldUpBy, inviterOf } from './inviter';
import { invitations } from './repository';
import { findBySecret } from './secret';

/** What the invited person enters. They cannot change what the invitation fixes. */
export interface Answer {
  secret: string;
  username: string | null;
  name: string | null;
  password: string;
}

/** A checked answer, with the hash of the password. */
export interface Acceptance {
  secret: string;
  /** Null to keep the username that the user has. */
  username: string | null;
  name: string | null;
  hash: string;
}

const notAcceptable = () => notFound('pending invitation', 'invitation');

/** The username and the name of the account. Throws a refusal if the answer is invalid. */
const checkAnswer = (
  { email, name: given }: Pick<Invitation, 'email' | 'name'>,
  { username: typed, name, password }: Answer,
): Pick<Acceptance, 'username' | 'name'> => {
  if (given !== null && name !== null && name !== given)
    throw invalidInput('name', 'The invitation already sets the name. Leave `name` out.');
  if (typed === null && email === null) throw invalidInput('username', '`username` is required.');
  const username = typed === null || typed === email ? typed : chosenUsername(typed, email);
  if (given === null && name !== null) checkName(name);
  checkPassword(password, { names: [username, email, given ?? name] });
  return { username, name: given ?? name };
};

const MAX_PER_NETWORK = 30;

/** The work before the transaction: the rate limit, the checks, and the password hash, which takes long. */
export const prepare = async (database: Database, caller: Caller, answer: Answer): Promise<Acceptance> => {
  enforce(
    await throttle(database, [
      { what: 'acceptInvitation network', of: networkOf(caller.ip), limit: MAX_PER_NETWORK, seconds: 3_600 },
    ]),
  );
  const invitation = await findBySecret(database, answer.secret);
  if (!invitation) throw notAcceptable();
  const cause = await invitationHeldUpBy(database, invitation);
  if (cause) {
    const details = { invitationId: encodeId('Invitation', invitation.id), cause };
    const { userId } = invitation;
    await recordEvents(database, caller, [{ type: 'INVITATION_ACCEPTED', outcome: 'FAILURE', userId, details }]);
    throw heldUpRefusal();
  }
  const chosen = checkAnswer(invitation, answer);
  return { secret: answer.secret, ...chosen, hash: await passwordHash(answer.password) };
};

/** Only the username can be taken: the user has the email address already. */
const usernameTaken = () =>
  conflict('username', 'This username is taken. Choose another one.').because({ is: 'USERNAME_TAKEN' });

interface Account {
  id: string;
  username: string;
}

/** Makes the invited user ACTIVE, unless their email address has changed since the invitation was mailed. */
const activate = async (database: Database, invitation: Invitation, chosen: Acceptance): Promise<Account> => {
  await lockUsers(database, [invitation.userId!]);
  const user = await findUser(database, invitation.userId);
  if (user?.status !== 'INVITED' || nameKey(user.email ?? '') !== invitation.emailKey) throw notAcceptable();
  const username = chosen.username ?? user.username;
  await onUniqueViolation(
    () =>
      users(database).update(
        { id: user.id },
        {
          ...{ username, usernameKey: nameKey(username), name: user.name ?? chosen.name },
          ...{ emailVerified: true, onboarding: null },
          ...{ version: () => 'version + 1', updatedAt: () => 'now()' },
        },
      ),
    usernameTaken,
  );
  return { id: user.id, username };
};

const create = async (database: Database, invitation: Invitation, chosen: Acceptance): Promise<Account> => {
  const id = newId();
  const username = chosen.username!;
  const { path, attributes, type } = invitation;
  await onUniqueViolation(
    () => users(database).addWithUsername({ id, username, name: chosen.name, path, attributes, type }),
    usernameTaken,
  );
  return { id, username };
};

/** Call it in a transaction, which a refusal rolls back. */
export const accept = async (database: Database, caller: Caller, acceptance: Acceptance): Promise<void> => {
  const invitation = await findBySecret(database, acceptance.secret);
  if (!invitation) throw notAcceptable();
  // If the invitation gets a new creator meanwhile, it gets a new secret too, and `consume` fails.
  const ids = invitation.userId ? [invitation.userId] : [];
  await lockWithCreator(inviterOf(invitation))(database, ids, async () => {});
  if (await invitationHeldUpBy(database, invitation)) throw heldUpRefusal();
  const { id, username } = await (invitation.userId ? activate : create)(database, invitation, acceptance);
  if (!(await invitations(database).consume(invitation.id, secretHash(acceptance.secret), id))) throw notAcceptable();
  const sourceIds = [invitation.id];
  await recordDerived(database, caller, [{ kind: 'USER', id, userId: id, sourceIds }]);
  await setPassword(database, caller, { userId: id, hash: acceptance.hash, sourceIds });
  const details = { invitationId: encodeId('Invitation', invitation.id), username };
  await recordEvents(database, { ...caller, userId: id }, [{ type: 'INVITATION_ACCEPTED', userId: id, details }]);
};
