/** The rules of second factors: adding an authenticator app, recovery codes, and names. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { decodeId, encodeId } from '../../platform/type-id';
import { invalidInput, notFound, Refusal } from '../../schema/errors';
import { recordEvents } from '../../core/event/record';
import { type Authenticator, findAuthenticator } from '../mobile';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { lockUsers, revoke } from '../../core/revocation/engine';
import { owns } from '../../core/authority/principal';
import { newRecoveryCodes, newTotpSecret, recoveryCodeHash, totpUri } from './codes';
import { endCarriers } from '../../core/revocation/dependents';
import { factorsOf } from '../../core/authority/factors';
import { isStrong } from '../../core/authority/factors';
import type {
  ConfirmTotpInput,
  CreateRecoveryCodesInput,
  EnrollTotpInput,
  RenameAuthenticatorInput,
  TotpEnrollment,
} from './inputs';
import { checkName, checkRoom, insertFactor, ownerOf } from './own';
import { keepTotp, pendingTotp, stepOf } from './totp';
import { useStep } from './verify';

export const enrollTotp = (context: Context, input: EnrollTotpInput): Promise<MutationResult<TotpEnrollment>> => {
  const reload = async (_database: Database, id: string | null) =>
    id === null ? null : { authenticatorId: encodeId('Authenticator', id), uri: null, secret: null };
  return runMutation<TotpEnrollment>(context, { action: 'enrollTotp', input, reload }, async (database) => {
    const userId = ownerOf(context.principal);
    await lockUsers(database, [userId]);
    await checkRoom(database, userId);
    const user = await database.one<{ username: string }>('select username from users where id = $1', [userId]);
    const id = newId();
    const secret = newTotpSecret();
    await keepTotp(database, context.sealing, { userId, id, secret });
    const value = { authenticatorId: encodeId('Authenticator', id), uri: totpUri(secret, user!.username), secret };
    return { subjectId: id, value };
  });
};

export const confirmTotp = (context: Context, input: ConfirmTotpInput): Promise<MutationResult<Authenticator>> =>
  runMutation(context, { action: 'confirmTotp', input, reload: findAuthenticator }, async (database) => {
    const userId = ownerOf(context.principal);
    const name = input.name ?? 'Authenticator app';
    checkName(name);
    await lockUsers(database, [userId]);
    const id = decodeId('Authenticator', input.authenticatorId);
    const secret = id && (await pendingTotp(database, userId, id));
    if (!secret) throw notFound('authenticator app that waits for its first code', 'authenticatorId');
    const step = stepOf(context.sealing, secret, input.code, context.clock.now());
    if (step === null)
      throw invalidInput('code', 'This is not the code that the app shows now; check the clock of the device.');
    await checkRoom(database, userId);
    await database.execute('update totp_secrets set expires_at = null where authenticator_id = $1', [id]);
    await useStep(database, secret, step);
    await insertFactor(database, context.caller, { id, userId, kind: 'TOTP', name, reason: input.reason ?? null });
    return { subjectId: id, value: (await findAuthenticator(database, id))! };
  });

export interface RecoveryCodes {
  authenticator: Authenticator;
  codes: string[] | null;
}

export const createRecoveryCodes = (
  context: Context,
  input: CreateRecoveryCodesInput,
): Promise<MutationResult<RecoveryCodes>> => {
  const reload = async (database: Database, id: string | null) => {
    const authenticator = await findAuthenticator(database, id);
    return authenticator && { authenticator, codes: null };
  };
  return runMutation<RecoveryCodes>(context, { action: 'createRecoveryCodes', input, reload }, async (database) => {
    const userId = ownerOf(context.principal);
    const reason = input.reason ?? null;
    await lockUsers(database, [userId]);
    const factors = await factorsOf(database, userId);
    if (!factors.some(({ kind }) => isStrong(kind)))
      throw new Refusal('INVALID_STATE', 'Recovery codes stand in for a second factor: add one first.');
    const former = factors.filter(({ kind }) => kind === 'RECOVERY_CODES').map(({ id }) => id);
    const revocation =
      former.length === 0
        ? null
        : await revoke(database, context.caller, {
            ...{ action: 'createRecoveryCodes', reason, dryRun: input.dryRun ?? false, userId },
            target: { type: 'Authenticator', id: former[0]! },
            selections: [{ kind: 'authenticator', column: 'id', values: former }],
            events: [{ type: 'AUTHENTICATOR_REMOVED', userId, details: { kind: 'RECOVERY_CODES' } }],
            end: (revocationId) => endCarriers(database, 'authenticator', former, { reason: 'REPLACED', revocationId }),
          });
    const id = newId();
    const codes = newRecoveryCodes();
    await insertFactor(database, context.caller, {
      id,
      userId,
      kind: 'RECOVERY_CODES',
      name: 'Recovery codes',
      reason,
    });
    await database.execute(
      'insert into recovery_codes (hash, authenticator_id, user_id) select hash, $2, $3 from unnest($1::bytea[]) as c (hash)',
      [codes.map((code) => recoveryCodeHash(code)!), id, userId],
    );
    return {
      subjectId: id,
      value: { authenticator: (await findAuthenticator(database, id))!, codes },
      revocation,
    };
  });
};

export const renameAuthenticator = (
  context: Context,
  input: RenameAuthenticatorInput,
): Promise<MutationResult<Authenticator>> =>
  runMutation(context, { action: 'renameAuthenticator', input, reload: findAuthenticator }, async (database) => {
    const id = decodeId('Authenticator', input.authenticatorId);
    const found = await findAuthenticator(database, id);
    if (!id || !found || !owns(context.principal, found.userId)) throw notFound('authenticator', 'authenticatorId');
    checkName(input.name);
    await lockUsers(database, [found.userId]);
    const authenticator = await findAuthenticator(database, id);
    if (!authenticator || authenticator.endedAt) throw notFound('authenticator', 'authenticatorId');
    if (authenticator.name !== input.name) {
      await database.execute('update authenticators set name = $2 where id = $1', [id, input.name]);
      const details = { kind: found.kind, from: authenticator.name, to: input.name };
      await recordEvents(database, context.caller, [
        { type: 'AUTHENTICATOR_RENAMED', userId: found.userId, reason: input.reason ?? null, details },
      ]);
    }
    return { subjectId: id, value: (await findAuthenticator(database, id))! };
  });
