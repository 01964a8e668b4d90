/** The table of device authorizations: the only place with its statements. */
import { newId } from '../platform/random';
import { repositoryOf, TableRepository } from '../database/repository';
import { DeviceAuthorization } from './tables';

/** Seconds between two polls of a device (RFC 8628 §3.5). */
export const POLL_INTERVAL = 5;

const COLUMNS = `x.id, x.hash, x.payload, extract(epoch from x.expires_at)::float8 as exp,
  coalesce(x.polled_at > now() - make_interval(secs => ${POLL_INTERVAL}), false) as hasty`;

const FROM = `device_authorizations x join applications a on a.id = x.application_id and a.disabled_at is null and a.device_authorization`;

export interface PendingDevice<Payload> {
  id: string;
  hash: Buffer;
  payload: Payload;
  /** Seconds since 1970. */
  exp: number;
  /** Whether the device polled again before the interval was over. */
  hasty: boolean;
}

class DeviceAuthorizationRepository extends TableRepository<DeviceAuthorization> {
  async add(request: {
    hash: Buffer;
    userCodeHash: Buffer;
    applicationId: string;
    clientId: string;
    /** JSON. */
    payload: string;
    /** Until it expires. */
    seconds: number;
  }): Promise<void> {
    const { hash, userCodeHash, applicationId, clientId, payload, seconds } = request;
    await this.database.execute(
      `insert into device_authorizations (id, hash, user_code_hash, application_id, client_id, payload, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, now(), now() + make_interval(secs => $7))`,
      [newId(), hash, userCodeHash, applicationId, clientId, payload, seconds],
    );
  }

  /** Of an enabled application. One that has expired is found until it is removed. */
  findPending<Payload>(
    column: 'hash' | 'user_code_hash' | 'id',
    value: Buffer | string,
  ): Promise<PendingDevice<Payload> | null> {
    return this.database.one(`select ${COLUMNS} from ${FROM} where x.${column} = $1 for update of x`, [value]);
  }

  async stampPolled(id: string): Promise<void> {
    await this.update({ id }, { polledAt: () => 'now()' });
  }

  async change(id: string, payload: string): Promise<void> {
    await this.database.execute('update device_authorizations set payload = $2 where id = $1', [id, payload]);
  }

  /** Removes it, since it has been approved. Returns the hash of its device code; null if it is gone. */
  async take(id: string): Promise<Buffer | null> {
    const rows = await this.database.query<{ hash: Buffer }>(
      'delete from device_authorizations where id = $1 returning hash',
      [id],
    );
    return rows[0]?.hash ?? null;
  }
}

export const deviceAuthorizations = repositoryOf(DeviceAuthorization, DeviceAuthorizationRepository);
