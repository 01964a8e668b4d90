/** The table of signing keys: the only place with its statements. */
import type { JWK } from 'jose';
import { In, IsNull, Not } from 'typeorm';
import { repositoryOf, TableRepository } from '../database/repository';
import { SigningKey } from './tables';

class SigningKeyRepository extends TableRepository<SigningKey> {
  /** Publishes a key, unless it is published already. */
  async publish(kid: string, publicJwk: JWK): Promise<void> {
    await this.database.execute(
      'insert into signing_keys (kid, public_jwk, created_at) values ($1, $2, now()) on conflict (kid) do nothing',
      [kid, JSON.stringify(publicJwk)],
    );
  }

  /** The keys in use, newest first. */
  async listPublished(): Promise<JWK[]> {
    const keys = await this.find({ where: { retiredAt: IsNull() }, order: { createdAt: 'DESC', kid: 'ASC' } });
    return keys.map(({ publicJwk }) => publicJwk);
  }

  isRetired(kid: string): Promise<boolean> {
    return this.existsBy({ kid, retiredAt: Not(IsNull()) });
  }

  /** Whether in use or retired. */
  async findPublicKey(kid: string): Promise<JWK | null> {
    return (await this.findOneBy({ kid }))?.publicJwk ?? null;
  }

  /** Whether all of these keys are published and not retired. */
  async arePublished(kids: string[]): Promise<boolean> {
    return (await this.countBy({ kid: In(kids), retiredAt: IsNull() })) === kids.length;
  }
}

export const signingKeys = repositoryOf(SigningKey, SigningKeyRepository);
