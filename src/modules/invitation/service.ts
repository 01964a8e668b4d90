/** The rules of inviting people who are not here yet. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { decodeId, encodeId } from '../../platform/type-id';
import { conflict, enforce, invalidInput, notFound, Refusal } from '../../schema/errors';
import type { EventType } from '../../schema/enums';
import { creatorOf } from '../../core/authority/creator';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { followingRules } from '../group';
import { mayMail, sendMail } from '../../core/mail/outbox';
import { runMutation, type MutationResult, asMutationResult, Restart } from '../../core/mutation/run';
import { lockUsers } from '../../core/revocation/engine';
import { checkAttributes, checkEmail, checkName, checkPath, findUser, lockKnown, type User } from '../user';
import { nameKey } from '../../platform/name-key';
import { accept, prepare } from './accept';
import type { Invitation } from './entity';
import type { AcceptInvitationInput, InviteUserInput, ResendInvitationInput, RevokeInvitationInput } from './inputs';
import { invitationColumns, mayBeAccepted } from './list';
import { mayInvite, mayResendInvitation, mayRevokeInvitation } from './policy';
import { invitationUrl, mintInvitation } from './secret';

const WEEK = 7 * 86_400;
const SHORTEST = 600;
const LONGEST = 90 * 86_400;

const findInvitation = (database: Database, id: string | null): Promise<Invitation | null> =>
  id === null
    ? Promise.resolve(null)
    : database.one<Invitation>(`select ${invitationColumns} from invitations x where x.id = $1`, [id]);

/** Values that are shown once travel beside the invitation, never in it. */
export interface Invited {
  invitation: Invitation;
  user: User | null;
  link: string | null;
}

const withoutLink = async (database: Database, id: string | null): Promise<Invited | null> => {
  const invitation = await findInvitation(database, id);
  return invitation && { invitation, user: await findUser(database, invitation.userId), link: null };
};

const record = (
  database: Database,
  context: Context,
  type: EventType,
  { id, userId, reusable }: Pick<Invitation, 'id' | 'userId' | 'reusable'>,
  reason: string | null | undefined,
) =>
  recordEvents(database, context.caller, [
    { type, userId, reason: reason ?? null, details: { invitationId: encodeId('Invitation', id), reusable } },
  ]);

type Fixed = Pick<Invitation, 'name' | 'path' | 'attributes' | 'type'>;

/** The user who has the address, INVITED: made now, or one whose earlier invitation is over. */
const invitedUser = async (
  database: Database,
  context: Context,
  { email, reason }: { email: string; reason: string | null },
  { name, path, attributes, type }: Fixed,
): Promise<string> => {
  const key = nameKey(email);
  const data = [name, path, JSON.stringify(attributes), type];
  const known = await lockKnown(database, key, lockUsers);
  if (known) {
    if (!known.byEmail || known.status !== 'INVITED')
      throw conflict('email', 'Somebody has this address already; only people who are not here yet can be invited.');
    const pending = await database.one(`select x.id from invitations x where x.user_id = $1 and ${mayBeAccepted}`, [
      known.id,
    ]);
    if (pending)
      throw conflict('email', 'This address has been invited already; resend that invitation, or revoke it.');
    const next = { path, attributes, type, source: 'LOCAL' as const };
    await followingRules(database, context, { userId: known.id, reason, next }, () =>
      database.execute(
        `update users set name = $2, path = $3, attributes = $4, type = $5, version = version + 1, updated_at = now() where id = $1`,
        [known.id, ...data],
      ),
    );
    return known.id;
  }
  const id = newId();
  const made = await database.execute(
    `insert into users (id, username, username_key, email, email_key, name, path, attributes, type, onboarding, created_at, updated_at)
     values ($1, $2, $3, $2, $3, $4, $5, $6, $7, 'INVITED', now(), now()) on conflict do nothing`,
    [id, email, key, ...data],
  );
  // Somebody else took the address just now.
  if (made === 0) throw new Restart();
  return id;
};

const checkInput = (context: Context, input: InviteUserInput): Fixed & { lifetimeSeconds: number } => {
  const { email = null, name = null, path, attributes, lifetimeSeconds } = input;
  const type = input.type ?? 'INTERNAL';
  if (email !== null) checkEmail(email);
  if (email !== null && input.reusable)
    throw invalidInput('reusable', 'An invitation by mail is for one person; leave out `email` or `reusable`.');
  if (name !== null) checkName(name);
  checkPath(path ?? '');
  checkAttributes(attributes ?? {});
  if (type !== 'INTERNAL' && type !== 'EXTERNAL')
    throw invalidInput('type', 'Only people can be invited: `type` must be INTERNAL or EXTERNAL.');
  const seconds = lifetimeSeconds ?? WEEK;
  if (seconds < SHORTEST || seconds > LONGEST)
    throw invalidInput('lifetimeSeconds', `\`lifetimeSeconds\` must be from ${SHORTEST} to ${LONGEST} (90 days).`);
  if (email !== null) enforce(mayMail(context));
  return { name, path: path ?? '', attributes: attributes ?? {}, type, lifetimeSeconds: seconds };
};

/** Whoever answers for an invitation: it may be accepted while they could still make it. */
const creatorColumns = ({ principal }: Context): unknown[] => {
  const { userId, applicationId, impersonatorId, scopes } = creatorOf(principal);
  return [userId, applicationId, impersonatorId, scopes];
};

export const inviteUser = (context: Context, input: InviteUserInput): Promise<MutationResult<Invited>> =>
  runMutation(context, { action: 'inviteUser', input, reload: withoutLink }, async (database) => {
    const { lifetimeSeconds, ...fixed } = checkInput(context, input);
    enforce(await mayInvite(database, context.principal, fixed));
    const { email = null, reusable } = input;
    const id = newId();
    const reason = input.reason ?? null;
    const userId = email === null ? null : await invitedUser(database, context, { email, reason }, fixed);
    await database.execute(
      `insert into invitations (id, user_id, email, email_key, reusable, name, path, attributes, type, lifetime_seconds,
         created_by_user_id, created_by_application_id, created_by_impersonator_id, created_scopes, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::integer, $11, $12, $13, $14, now(), now() + $10::integer * interval '1 second')`,
      [
        id,
        userId,
        email,
        email && nameKey(email),
        reusable ?? false,
        fixed.name,
        fixed.path,
        JSON.stringify(fixed.attributes),
        fixed.type,
        lifetimeSeconds,
        ...creatorColumns(context),
      ],
    );
    await recordDerived(database, context.caller, [{ kind: 'INVITATION', id, userId }]);
    if (email !== null) await sendMail(database, { kind: 'INVITATION', userId, address: email, aboutId: id });
    const secret = email === null ? await mintInvitation(database, id) : null;
    const { invitation, user } = (await withoutLink(database, id))!;
    await record(database, context, 'INVITATION_CREATED', invitation, input.reason);
    return {
      subjectId: id,
      value: { invitation, user, link: secret && invitationUrl(context.publicUrl, secret) },
    };
  });

/** Locked, its user first. */
const requireInvitation = async (database: Database, publicId: string): Promise<Invitation> => {
  const id = decodeId('Invitation', publicId);
  const found = await findInvitation(database, id);
  if (!found) throw notFound('invitation', 'invitationId');
  if (found.userId) await lockUsers(database, [found.userId]);
  await database.query('select id from invitations where id = $1 for no key update', [id]);
  const invitation = await findInvitation(database, id);
  if (!invitation) throw notFound('invitation', 'invitationId');
  if (invitation.userId !== found.userId) throw new Restart();
  return invitation;
};

export const resendInvitation = (context: Context, input: ResendInvitationInput): Promise<MutationResult<Invitation>> =>
  runMutation(context, { action: 'resendInvitation', input, reload: findInvitation }, async (database) => {
    const invitation = await requireInvitation(database, input.invitationId);
    enforce(mayResendInvitation(context, invitation));
    enforce(await mayInvite(database, context.principal, invitation));
    await database.execute(
      `update invitations set hash = null, expires_at = now() + lifetime_seconds * interval '1 second',
         created_by_user_id = $2, created_by_application_id = $3, created_by_impersonator_id = $4, created_scopes = $5 where id = $1`,
      [invitation.id, ...creatorColumns(context)],
    );
    const { id, userId, email } = invitation;
    await recordDerived(database, context.caller, [{ kind: 'INVITATION', id, userId }]);
    await sendMail(database, { kind: 'INVITATION', userId, address: email!, aboutId: id });
    await record(database, context, 'INVITATION_RESENT', invitation, input.reason);
    return { subjectId: id, value: (await findInvitation(database, id))! };
  });

export const revokeInvitation = (context: Context, input: RevokeInvitationInput): Promise<MutationResult<Invitation>> =>
  runMutation(context, { action: 'revokeInvitation', input, reload: findInvitation }, async (database) => {
    const invitation = await requireInvitation(database, input.invitationId);
    enforce(mayRevokeInvitation(invitation));
    if (invitation.status !== 'REVOKED') {
      await database.execute('update invitations set hash = null, revoked_at = now() where id = $1', [invitation.id]);
      await record(database, context, 'INVITATION_REVOKED', invitation, input.reason);
    }
    return { subjectId: invitation.id, value: (await findInvitation(database, invitation.id))! };
  });

export const acceptInvitation = (context: Context, input: AcceptInvitationInput): Promise<MutationResult<null>> =>
  asMutationResult(async () => {
    const { invitation: secret, username = null, name = null, password } = input;
    if (context.principal.userId)
      throw new Refusal('INVALID_STATE', 'You have an account already; an invitation is for people who have none.');
    const acceptance = await prepare(context.database, context.caller, { secret, username, name, password });
    return runMutation(
      context,
      { action: 'acceptInvitation', input: {}, reload: async () => null },
      async (database) => {
        await accept(database, context.caller, acceptance);
        return { value: null };
      },
    );
  });
