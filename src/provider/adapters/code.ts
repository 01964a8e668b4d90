/** Authorization codes: rows of `access_grants`, written together with the family they open. */
import { errors } from 'oidc-provider';
import { secretHash } from '../../platform/hash';
import { newId } from '../../platform/random';
import { lifeOf } from '../../core/liveness/live';
import { attenuated, limitColumns, type LimitColumns } from '../attenuation';
import { currentDatabase, currentRequest } from '../request-scope';
import { kept, ModelAdapter, scopesOf, type Payload } from './adapter';
import { endReusedFamily, FAMILY_COLUMNS, insertFamily, rememberFamily, type FamilyColumns } from './family';
import { rememberUser, USER_COLUMNS, type UserColumns } from './user-columns';

/**
 * The predicate on the row as if it had not been exchanged yet, since a second use has to be seen as that. An exchanged code is found while its
 * family lives, however long ago it expired.
 */
const life = lifeOf('accessGrant', 'x');
const FIND = `
  select x.id, x.user_id as "userId", x.family_id as "familyId", x.payload, x.exchanged_at as "exchangedAt",
    extract(epoch from least(x.expires_at, lf.expires_at))::float8 as exp, ${FAMILY_COLUMNS}, ${USER_COLUMNS},
    ${limitColumns()}
  from (select id, user_id, user_epoch, application_id, application_epoch, family_id, session_id, session_bound, device_id, device_link_id,
      consent_id, payload,
      case when consumed_at is null then expires_at else 'infinity' end as expires_at, revoked_at, end_reason, revocation_id, consumed_at as exchanged_at, null::timestamptz as consumed_at
    from access_grants where hash = $1) x
  ${life.joins} where ${life.live}`;

interface Row extends FamilyColumns, UserColumns, LimitColumns {
  id: string;
  familyId: string;
  payload: Payload;
  exchangedAt: Date | null;
  exp: number;
}

export class CodeAdapter extends ModelAdapter {
  override async upsert(id: string, payload: Payload, expiresIn: number): Promise<void> {
    const text = kept(payload);
    await insertFamily(payload.grantId!, payload.accountId!);
    const scopes = scopesOf(payload);
    const database = await currentDatabase();
    await database.execute(
      `insert into access_grants (id, hash, family_id, user_id, application_id, client_id, device_id, device_link_id, session_id, session_bound,
         consent_id, user_epoch, application_epoch, scopes, payload, created_at, expires_at)
       select $1, $2, f.id, f.user_id, f.application_id, f.client_id, f.device_id, f.device_link_id, f.session_id, $3, f.consent_id,
         f.user_epoch, f.application_epoch, $4, $5, now(), now() + make_interval(secs => $6)
       from token_families f where f.id = $7`,
      [newId(), secretHash(id), !scopes.includes('offline_access'), scopes, text, expiresIn, payload.grantId],
    );
  }

  override async find(id: string): Promise<Payload | undefined> {
    const request = currentRequest();
    const hash = secretHash(id);
    await request.lockOwner('access_grants', hash);
    const row = await (await request.database()).one<Row>(FIND, [hash]);
    if (!row) return undefined;
    rememberFamily(row);
    rememberUser(row);
    request.presented.set(row.familyId, row.id);
    return {
      ...attenuated(row.payload, row.limits),
      exp: Math.floor(row.exp),
      jti: id,
      ...(row.exchangedAt ? { consumed: true } : {}),
    };
  }

  /** Of any number of uses at once one changes the row; each of the others is a reuse. */
  override async consume(id: string): Promise<void> {
    const database = await currentDatabase();
    const hash = secretHash(id);
    const won = await database.execute(
      'update access_grants set consumed_at = now() where hash = $1 and consumed_at is null and revoked_at is null',
      [hash],
    );
    if (won === 1) return;
    const grant = await database.one<{ familyId: string }>(
      'select family_id as "familyId" from access_grants where hash = $1',
      [hash],
    );
    if (grant) await endReusedFamily(grant.familyId, 'authorization_code');
    throw new errors.InvalidGrant('authorization code already consumed');
  }
}
