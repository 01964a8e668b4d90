/** The table of interactions and other short-lived records: the only place with its statements. */
import { repositoryOf, TableRepository } from '../database/repository';
import { OidcArtifact } from './tables';

export interface SealedArtifact {
  model: string;
  idHash: Buffer;
  payload: Buffer;
  /** Until it expires. */
  seconds: number | null;
}

const INSERT = `insert into oidc_artifacts (model, id_hash, payload, created_at, expires_at)
  values ($1, $2, $3, now(), now() + make_interval(secs => $4)) on conflict (model, id_hash)`;

class OidcArtifactRepository extends TableRepository<OidcArtifact> {
  async write({ model, idHash, payload, seconds }: SealedArtifact): Promise<void> {
    await this.database.post(`${INSERT} do update set payload = excluded.payload, expires_at = excluded.expires_at`, [
      model,
      idHash,
      payload,
      seconds,
    ]);
  }

  /** False if there is one with this id that has not expired. */
  async addOnce({ model, idHash, payload, seconds }: SealedArtifact): Promise<boolean> {
    const added = await this.database.execute(
      `${INSERT} do update set payload = excluded.payload, created_at = now(), expires_at = excluded.expires_at
       where oidc_artifacts.expires_at <= now()`,
      [model, idHash, payload, seconds],
    );
    return added === 1;
  }

  findUnexpired(model: string, idHash: Buffer): Promise<Pick<OidcArtifact, 'payload' | 'consumedAt'> | null> {
    return this.database.one(
      `select payload, consumed_at as "consumedAt" from oidc_artifacts
       where model = $1 and id_hash = $2 and (expires_at is null or expires_at > now())`,
      [model, idHash],
    );
  }

  /** True for exactly one of any number of concurrent uses. */
  async consume(model: string, idHash: Buffer): Promise<boolean> {
    const changed = await this.database.execute(
      'update oidc_artifacts set consumed_at = now() where model = $1 and id_hash = $2 and consumed_at is null',
      [model, idHash],
    );
    return changed === 1;
  }

  async discard(model: string, idHash: Buffer): Promise<void> {
    await this.database.post('delete from oidc_artifacts where model = $1 and id_hash = $2', [model, idHash]);
  }
}

export const oidcArtifacts = repositoryOf(OidcArtifact, OidcArtifactRepository);
