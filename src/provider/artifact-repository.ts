/** The table of interactions and other short-lived records: the only place with its statements. */
import { repositoryOf, TableRepository } from '../database/repository';
import { OidcArtifact } from './tables';

class OidcArtifactRepository extends TableRepository<OidcArtifact> {
  async write(artifact: { model: string; idHash: Buffer; payload: Buffer; seconds: number | null }): Promise<void> {
    const { model, idHash, payload, seconds } = artifact;
    await this.database.execute(
      `insert into oidc_artifacts (model, id_hash, payload, created_at, expires_at)
       values ($1, $2, $3, now(), now() + make_interval(secs => $4))
       on conflict (model, id_hash) do update set payload = excluded.payload, expires_at = excluded.expires_at`,
      [model, idHash, payload, seconds],
    );
  }

  findUnexpired(model: string, idHash: Buffer): Promise<Pick<OidcArtifact, 'payload' | 'consumedAt'> | null> {
    return this.database.one(
      `select payload, consumed_at as "consumedAt" from oidc_artifacts
       where model = $1 and id_hash = $2 and (expires_at is null or expires_at > now())`,
      [model, idHash],
    );
  }

  async consume(model: string, idHash: Buffer): Promise<void> {
    await this.database.execute(
      'update oidc_artifacts set consumed_at = now() where model = $1 and id_hash = $2 and consumed_at is null',
      [model, idHash],
    );
  }

  async discard(model: string, idHash: Buffer): Promise<void> {
    await this.database.execute('delete from oidc_artifacts where model = $1 and id_hash = $2', [model, idHash]);
  }
}

export const oidcArtifacts = repositoryOf(OidcArtifact, OidcArtifactRepository);
