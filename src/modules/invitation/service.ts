/** Creates, resends, revokes and accepts invitations. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { decodeId, encodeId } from '../../platform/type-id';
import { conflict, enforce, invalidInput, notFound, Refusal } from '../../schema/errors';
import type { EventType } from '../../schema/enums';
import { creatorOf } from '../../core/authority/creator';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { applications, requireDestination } from '../application';
import { applyMembershipRules } from '../group';
import { mailUnavailable, sendMail } from '../../core/mail/outbox';
import { runMutation, type MutationResult, asMutationResult, Restart } from '../../core/mutation/run';
import { lockUsers } from '../../core/revocation/engine';
import { checkAttributes, checkName, checkPath, findUser, lockUserByName, newEmail, type User, users } from '../user';
import { nameKey } from '../../platform/name-key';
import { accept, prepare } from './accept';
import type { Invitation } from './entity';
import type { AcceptInvitationInput, InviteUserInput, ResendInvitationInput, RevokeInvitationInput } from './inputs';
import { invitations } from './repository';
import { mayInvite, mayResendInvitation, mayRevokeInvitation } from './policy';
import { invitationUrl, createSecret } from './secret';

const WEEK_SECONDS = 7 * 86_400;
const MIN_SECONDS = 600;
const MAX_SECONDS = 90 * 86_400;

const reload = (database: Database, id: string | null) => invitations(database).findById(id);

/** An invitation with the link to show once. The link is never part of the invitation itself. */
export interface Invited {
  invitation: Invitation;
  user: User | null;
  link: string | null;
}

const withoutLink = async (database: Database, id: string | null): Promise<Invited | null> => {
  const invitation = await invitations(database).findById(id);
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

/** What the invitation fixes of the account. */
type Account = Pick<Invitation, 'name' | 'path' | 'attributes' | 'type'>;

/** The INVITED user with the email address: a new one, or one without a pending invitation. */
const invitedUser = async (
  database: Database,
  context: Context,
  { email, reason }: { email: string; reason: string | null },
  account: Account,
): Promise<string> => {
  const { path, attributes, type } = account;
  const key = nameKey(email);
  const existing = await lockUserByName(database, key, lockUsers);
  if (existing) {
    if (!existing.byEmail || existing.status !== 'INVITED')
      throw conflict('email', 'A user with this email address already exists.');
    if (await invitations(database).existsPendingOf(existing.id))
      throw conflict('email', 'This email address has a pending invitation. Resend or revoke it.');
    const next = { path, attributes, type, source: 'LOCAL' as const };
    await applyMembershipRules(database, context, { userId: existing.id, reason, next }, () =>
      users(database).changeInvited(existing.id, account),
    );
    return existing.id;
  }
  const id = newId();
  const added = await users(database).addInvited({ id, email, ...account });
  // Another transaction took the address meanwhile.
  if (!added) throw new Restart();
  return id;
};

interface Checked extends Account {
  email: string | null;
  lifetimeSeconds: number;
}

const checkInput = (context: Context, input: InviteUserInput): Checked => {
  const { name = null, path, attributes, lifetimeSeconds } = input;
  const type = input.type ?? 'INTERNAL';
  const email = input.email == null ? null : newEmail(input.email);
  if (email !== null && input.reusable)
    throw invalidInput('reusable', 'An invitation by mail is for one person. Leave out either `email` or `reusable`.');
  if (name !== null) checkName(name);
  checkPath(path ?? '');
  checkAttributes(attributes ?? {});
  if (type !== 'INTERNAL' && type !== 'EXTERNAL') throw invalidInput('type', '`type` must be INTERNAL or EXTERNAL.');
  const seconds = lifetimeSeconds ?? WEEK_SECONDS;
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS)
    throw invalidInput(
      'lifetimeSeconds',
      `\`lifetimeSeconds\` must be from ${MIN_SECONDS} to ${MAX_SECONDS} (90 days).`,
    );
  if (email !== null) enforce(mailUnavailable(context));
  return { email, name, path: path ?? '', attributes: attributes ?? {}, type, lifetimeSeconds: seconds };
};

/** Where the person continues after accepting: the application named, or the one that creates the invitation, if people can begin there. */
const destinationOf = async (
  database: Database,
  { principal }: Context,
  { applicationId }: InviteUserInput,
): Promise<string | null> => {
  if (applicationId == null) return principal.applicationId;
  const id = await requireDestination(database, applicationId);
  if (!(await applications(database).findPresentation(id))?.initiateLoginUri)
    throw invalidInput('applicationId', 'The application has no `initiateLoginUri` to continue to. Set it first.');
  return id;
};

export const inviteUser = (context: Context, input: InviteUserInput): Promise<MutationResult<Invited>> =>
  runMutation(context, { action: 'inviteUser', input, reload: withoutLink }, async (database) => {
    const { lifetimeSeconds, email, ...account } = checkInput(context, input);
    enforce(await mayInvite(database, context.principal, account));
    const { reusable } = input;
    const applicationId = await destinationOf(database, context, input);
    const id = newId();
    const reason = input.reason ?? null;
    const userId = email === null ? null : await invitedUser(database, context, { email, reason }, account);
    await invitations(database).add(
      { id, userId, email, reusable: reusable ?? false, ...account, lifetimeSeconds, applicationId },
      creatorOf(context.principal),
    );
    await recordDerived(database, context.caller, [{ kind: 'INVITATION', id, userId }]);
    if (email !== null) await sendMail(database, { kind: 'INVITATION', userId, address: email, aboutId: id });
    const secret = email === null ? await createSecret(database, id) : null;
    const { invitation, user } = (await withoutLink(database, id))!;
    await record(database, context, 'INVITATION_CREATED', invitation, input.reason);
    return {
      subjectId: id,
      value: { invitation, user, link: secret && invitationUrl(context.publicUrl, secret) },
    };
  });

/** The invitation, locked. Its user is locked first. */
const requireInvitation = async (database: Database, publicId: string): Promise<Invitation> => {
  const id = decodeId('Invitation', publicId);
  const found = await invitations(database).findById(id);
  if (!found) throw notFound('invitation', 'invitationId');
  if (found.userId) await lockUsers(database, [found.userId]);
  await invitations(database).lock(found.id);
  const invitation = await invitations(database).findById(id);
  if (!invitation) throw notFound('invitation', 'invitationId');
  if (invitation.userId !== found.userId) throw new Restart();
  return invitation;
};

export const resendInvitation = (context: Context, input: ResendInvitationInput): Promise<MutationResult<Invitation>> =>
  runMutation(context, { action: 'resendInvitation', input, reload }, async (database) => {
    const invitation = await requireInvitation(database, input.invitationId);
    enforce(mayResendInvitation(context, invitation));
    enforce(await mayInvite(database, context.principal, invitation));
    await invitations(database).renew(invitation.id, creatorOf(context.principal));
    const { id, userId, email } = invitation;
    await recordDerived(database, context.caller, [{ kind: 'INVITATION', id, userId }]);
    await sendMail(database, { kind: 'INVITATION', userId, address: email!, aboutId: id });
    await record(database, context, 'INVITATION_RESENT', invitation, input.reason);
    return { subjectId: id, value: (await invitations(database).findById(id))! };
  });

export const revokeInvitation = (context: Context, input: RevokeInvitationInput): Promise<MutationResult<Invitation>> =>
  runMutation(context, { action: 'revokeInvitation', input, reload }, async (database) => {
    const invitation = await requireInvitation(database, input.invitationId);
    enforce(mayRevokeInvitation(invitation));
    if (invitation.status !== 'REVOKED') {
      await invitations(database).revoke(invitation.id);
      await record(database, context, 'INVITATION_REVOKED', invitation, input.reason);
    }
    return { subjectId: invitation.id, value: (await invitations(database).findById(invitation.id))! };
  });

export const acceptInvitation = (context: Context, input: AcceptInvitationInput): Promise<MutationResult<null>> =>
  asMutationResult(async () => {
    const { invitation: secret, username = null, name = null, password } = input;
    if (context.principal.userId)
      throw new Refusal(
        'INVALID_STATE',
        'You already have an account. Only people without one can accept an invitation.',
      );
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
