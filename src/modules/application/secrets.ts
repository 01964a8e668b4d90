/** Client secrets and registration tokens: shown once, stored as hashes. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { newId, newSecret } from '../../platform/random';
import { enforce, invalidInput, Refusal } from '../../schema/errors';
import { recordDerived } from '../../core/derived/record';
import { type Caller, recordEvents } from '../../core/event/record';
import { checkVersion } from '../../core/mutation/input';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import type { Application } from './entity';
import { requireApplication } from './require';
import { applications } from './repository';
import { applicationSecrets } from './secret-repository';
import type * as inputs from './inputs';
import { HAS_SECRET, mayRotateClientSecret, mayRotateRegistrationToken } from './policy';

/** An application with the secrets to show once. They are never part of the application itself. */
export interface Issued {
  application: Application;
  clientSecret: string | null;
  registrationToken: string | null;
  /** For a repeated call: what was shown in the first answer, and how to get a new one. */
  shownBefore?: string | null;
}

const withoutSecrets = async (database: Database, id: string | null): Promise<Issued | null> => {
  const application = await applications(database).findById(id);
  return application && { application, clientSecret: null, registrationToken: null };
};

type Shown = 'clientSecret' | 'registrationToken';

const SHOWN_BEFORE: Record<Shown, string> = {
  clientSecret:
    'The client secret was shown in the answer to the first call with this idempotency key and is not stored. For a new one, call `rotateClientSecret` with a new key.',
  registrationToken:
    'The registration token was shown in the answer to the first call with this idempotency key and is not stored. For a new one, call `rotateRegistrationToken` with a new key.',
};

/** Reads the answer of an earlier call again, without what it showed. */
export const withoutShown =
  (shown: (database: Database, application: Application) => Promise<Shown | null> | Shown) =>
  async (database: Database, id: string | null): Promise<Issued | null> => {
    const issued = await withoutSecrets(database, id);
    if (!issued) return null;
    const what = await shown(database, issued.application);
    return { ...issued, shownBefore: what && SHOWN_BEFORE[what] };
  };

/** What the creation of an application showed. */
export const shownOnCreation = async (database: Database, { id, kind }: Application): Promise<Shown | null> => {
  if (kind === 'MOBILE') return 'registrationToken';
  return HAS_SECRET.includes(kind) && (await applicationSecrets(database).listKeys([id])).length === 0
    ? 'clientSecret'
    : null;
};

export const addSecret = async (database: Database, caller: Caller, applicationId: string): Promise<string> => {
  const [id, secret] = [newId(), newSecret('cst_secret')];
  await applicationSecrets(database).add({ id, applicationId, hash: secretHash(secret), publicJwk: null });
  await recordDerived(database, caller, [{ kind: 'CLIENT_SECRET', id }]);
  return secret;
};

const DAY_SECONDS = 86_400;

export const rotateClientSecret = (
  context: Context,
  input: inputs.RotateClientSecretInput,
): Promise<MutationResult<Issued>> =>
  runMutation(
    context,
    { action: 'rotateClientSecret', input, reload: withoutShown(() => 'clientSecret') },
    async (database) => {
      const application = await requireApplication(database, context, input.applicationId);
      checkVersion(application, input.ifVersion);
      enforce(mayRotateClientSecret(application));
      if ((await applicationSecrets(database).listKeys([application.id])).length > 0)
        throw new Refusal(
          'INVALID_STATE',
          'The application authenticates with keys. Change `jwks` instead, or remove the keys first.',
          ['input', 'applicationId'],
        );
      const overlap = input.overlapSeconds ?? DAY_SECONDS;
      if (overlap < 0 || overlap > 30 * DAY_SECONDS)
        throw invalidInput('overlapSeconds', '`overlapSeconds` must be from 0 to 2592000 (30 days).');
      await applicationSecrets(database).expire(application.id, overlap);
      const clientSecret = await addSecret(database, context.caller, application.id);
      await applications(database).touch(application.id);
      await recordEvents(database, context.caller, [
        {
          type: 'CLIENT_SECRET_ROTATED',
          applicationId: application.id,
          reason: input.reason ?? null,
          details: { overlapSeconds: overlap },
        },
      ]);
      return {
        subjectId: application.id,
        value: {
          application: (await applications(database).findById(application.id))!,
          clientSecret,
          registrationToken: null,
        },
      };
    },
  );

export const rotateRegistrationToken = (
  context: Context,
  input: inputs.RotateRegistrationTokenInput,
): Promise<MutationResult<Issued>> =>
  runMutation(
    context,
    { action: 'rotateRegistrationToken', input, reload: withoutShown(() => 'registrationToken') },
    async (database) => {
      const application = await requireApplication(database, context, input.applicationId);
      checkVersion(application, input.ifVersion);
      enforce(mayRotateRegistrationToken(application));
      const [tokenId, registrationToken] = [newId(), newSecret('cst_registration')];
      await applications(database).setRegistrationToken(application.id, tokenId, secretHash(registrationToken));
      await recordDerived(database, context.caller, [{ kind: 'REGISTRATION_TOKEN', id: tokenId }]);
      await recordEvents(database, context.caller, [
        { type: 'REGISTRATION_TOKEN_ROTATED', applicationId: application.id, reason: input.reason ?? null },
      ]);
      return {
        subjectId: application.id,
        value: {
          application: (await applications(database).findById(application.id))!,
          clientSecret: null,
          registrationToken,
        },
      };
    },
  );
