/** The table of device challenges: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { DeviceChallenge } from './tables';

const MINUTES = 5;

class DeviceChallengeRepository extends TableRepository<DeviceChallenge> {
  /** Returns when the challenge expires. */
  async add({ hash, userId, deviceLinkId }: Pick<DeviceChallenge, 'hash' | 'userId' | 'deviceLinkId'>): Promise<Date> {
    const added = await this.database.one<Pick<DeviceChallenge, 'expiresAt'>>(
      `insert into device_challenges (hash, user_id, device_link_id, created_at, expires_at)
       values ($1, $2, $3, now(), now() + make_interval(mins => ${MINUTES})) returning expires_at as "expiresAt"`,
      [hash, userId, deviceLinkId],
    );
    return added!.expiresAt;
  }

  /** False if the challenge is unknown, expired, used, or another device's. */
  async useOnce(hash: Buffer, deviceLinkId: string): Promise<boolean> {
    const used = await this.database.execute(
      'delete from device_challenges where hash = $1 and device_link_id = $2 and expires_at > now()',
      [hash, deviceLinkId],
    );
    return used === 1;
  }
}

export const deviceChallenges = repositoryOf(DeviceChallenge, DeviceChallengeRepository);
