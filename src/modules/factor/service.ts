/** Adding an authenticator app, creating recovery codes, and renaming authenticators. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { decodeId, encodeId } from '../../platform/type-id';
import { invalidInput, notFound, Refusal } from '../../schema/errors';
import { recordEvents } from '../../core/event/record';
import { type Authenticator, authenticators } from '../mobile';
import { users } from '../user';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { lockUsers, revoke } from '../../core/revocation/engine';
import { owns } from '../../core/authority/principal';
import { newRecoveryCodes, newTotpSecret, recoveryCodeHash, totpUri } from './codes';
import { endWithDependents } from '../../core/revocation/dependents';
import { factorsOf, isStrong } from '../../core/authority/factors';
import type {
  ConfirmTotpInput,
  CreateRecoveryCodesInput,
  EnrollTotpInput,
  RenameAuthenticatorInput,
  TotpEnrollment,
} from './inputs';
import { addFactor, checkLimit, checkName, requireOwner } from './add-factor';
import { recoveryCodes } from './recovery-code-repository';
import { sealSeed, timeStepOf } from './totp';
import { totpSecrets } from './totp-repository';

export const enrollTotp = (context: Context, input: EnrollTotpInput): Promise<MutationResult<TotpEnrollment>> => {
  const reload = async (_database: Database, id: string | null) =>
    id === null ? null : { authenticatorId: encodeId('Authenticator', id), uri: null, secret: null };
  return runMutation<TotpEnrollment>(context, { action: 'enrollTotp', input, reload }, async (database) => {
    const userId = requireOwner(context.principal);
    await lockUsers(database, [userId]);
    await checkLimit(database, userId);
    const { username } = await users(database).findOneByOrFail({ id: userId });
    const id = newId();
    const secret = newTotpSecret();
    await totpSecrets(database).addUnconfirmed({
      authenticatorId: id,
      userId,
      ...sealSeed(context.sealing, id, secret),
    });
    const value = { authenticatorId: encodeId('Authenticator', id), uri: totpUri(secret, username), secret };
    return { subjectId: id, value };
  });
};

const reload = (database: Database, id: string | null) => authenticators(database).findById(id);

export const confirmTotp = (context: Context, input: ConfirmTotpInput): Promise<MutationResult<Authenticator>> =>
  runMutation(context, { action: 'confirmTotp', input, reload }, async (database) => {
    const userId = requireOwner(context.principal);
    const name = input.name ?? 'Authenticator app';
    checkName(name);
    await lockUsers(database, [userId]);
    const id = decodeId('Authenticator', input.authenticatorId);
    const secret = id && (await totpSecrets(database).findUnconfirmed(userId, id));
    if (!secret) throw notFound('pending authenticator app', 'authenticatorId');
    const step = timeStepOf(context.sealing, secret, input.code, context.clock.now());
    if (step === null)
      throw invalidInput('code', 'The code is wrong. Enter the current code, and check the clock of the device.');
    await checkLimit(database, userId);
    await totpSecrets(database).confirm(id);
    await totpSecrets(database).useStep(id, step);
    await addFactor(database, context.caller, { id, userId, kind: 'TOTP', name, reason: input.reason ?? null });
    return { subjectId: id, value: (await authenticators(database).findById(id))! };
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
    const authenticator = await authenticators(database).findById(id);
    return authenticator && { authenticator, codes: null };
  };
  return runMutation<RecoveryCodes>(context, { action: 'createRecoveryCodes', input, reload }, async (database) => {
    const userId = requireOwner(context.principal);
    const reason = input.reason ?? null;
    await lockUsers(database, [userId]);
    const factors = await factorsOf(database, userId);
    if (!factors.some(({ kind }) => isStrong(kind)))
      throw new Refusal('INVALID_STATE', 'Recovery codes replace a lost second factor. Add a second factor first.');
    const former = factors.filter(({ kind }) => kind === 'RECOVERY_CODES').map(({ id }) => id);
    const revocation =
      former.length === 0
        ? null
        : await revoke(database, context.caller, {
            ...{ action: 'createRecoveryCodes', reason, dryRun: input.dryRun ?? false, userId },
            target: { type: 'Authenticator', id: former[0]! },
            selections: [{ kind: 'authenticator', column: 'id', values: former }],
            events: [{ type: 'AUTHENTICATOR_REMOVED', userId, details: { kind: 'RECOVERY_CODES' } }],
            end: (revocationId) =>
              endWithDependents(database, 'authenticator', former, { reason: 'REPLACED', revocationId }),
          });
    const id = newId();
    const codes = newRecoveryCodes();
    await addFactor(database, context.caller, {
      id,
      userId,
      kind: 'RECOVERY_CODES',
      name: 'Recovery codes',
      reason,
    });
    const hashes = codes.map((code) => recoveryCodeHash(code)!);
    await recoveryCodes(database).addAll(hashes, { authenticatorId: id, userId });
    return {
      subjectId: id,
      value: { authenticator: (await authenticators(database).findById(id))!, codes },
      revocation,
    };
  });
};

export const renameAuthenticator = (
  context: Context,
  input: RenameAuthenticatorInput,
): Promise<MutationResult<Authenticator>> =>
  runMutation(context, { action: 'renameAuthenticator', input, reload }, async (database) => {
    const id = decodeId('Authenticator', input.authenticatorId);
    const found = await authenticators(database).findById(id);
    if (!id || !found || !owns(context.principal, found.userId)) throw notFound('authenticator', 'authenticatorId');
    checkName(input.name);
    await lockUsers(database, [found.userId]);
    const authenticator = await authenticators(database).findById(id);
    if (!authenticator || authenticator.endedAt) throw notFound('authenticator', 'authenticatorId');
    if (authenticator.name !== input.name) {
      await authenticators(database).update({ id }, { name: input.name });
      const details = { kind: found.kind, from: authenticator.name, to: input.name };
      await recordEvents(database, context.caller, [
        { type: 'AUTHENTICATOR_RENAMED', userId: found.userId, reason: input.reason ?? null, details },
      ]);
    }
    return { subjectId: id, value: (await authenticators(database).findById(id))! };
  });
