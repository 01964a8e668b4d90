/** The table of passkeys: the only place with its statements. */
import { Any } from 'typeorm';
import { repositoryOf, TableRepository } from '../../database/repository';
import { Passkey } from './tables';

export type StoredPasskey = Omit<Passkey, 'createdAt'>;

const passkeyColumns = `authenticator_id as "authenticatorId", user_id as "userId", credential_id as "credentialId", public_key as "publicKey",
  counter::float8 as counter, transports`;

class PasskeyRepository extends TableRepository<Passkey> {
  findByCredentialId(credentialId: Buffer): Promise<StoredPasskey | null> {
    return this.database.one<StoredPasskey>(`select ${passkeyColumns} from passkeys where credential_id = $1`, [
      credentialId,
    ]);
  }

  listOfUser(userId: string): Promise<StoredPasskey[]> {
    return this.database.query<StoredPasskey>(
      `select ${passkeyColumns} from passkeys where user_id = $1 order by authenticator_id`,
      [userId],
    );
  }

  async add(passkey: StoredPasskey): Promise<void> {
    await this.insert({ ...passkey, createdAt: () => 'now()' });
  }

  /** False if the counter has not grown. An authenticator that does not count always says 0 (WebAuthn §6.1.1). */
  async useCounter(authenticatorId: string, counter: number): Promise<boolean> {
    const used = await this.database.execute(
      'update passkeys set counter = $2 where authenticator_id = $1 and (counter < $2 or (counter = 0 and $2 = 0))',
      [authenticatorId, counter],
    );
    return used === 1;
  }

  async deleteOf(authenticatorIds: string[]): Promise<void> {
    await this.delete({ authenticatorId: Any(authenticatorIds) });
  }
}

export const passkeys = repositoryOf(Passkey, PasskeyRepository);
