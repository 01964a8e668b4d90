/** Interactions, anonymous sessions and other short-lived records: sealed under their own ids in `oidc_artifacts`. */
import { secretHash } from '../../platform/hash';
import { currentDatabase } from '../request-scope';
import { seal, unseal } from '../seal';
import { ModelAdapter, type Payload } from './adapter';

export class ArtifactAdapter extends ModelAdapter {
  override async upsert(id: string, payload: Payload, expiresIn?: number): Promise<void> {
    const { jti: _, ...content } = payload;
    // Nothing needs the cookie of the session that an interaction belongs to.
    if (content.session) content.session = { ...content.session, cookie: undefined };
    const database = await currentDatabase();
    await database.execute(
      `insert into oidc_artifacts (model, id_hash, payload, created_at, expires_at)
       values ($1, $2, $3, now(), now() + make_interval(secs => $4))
       on conflict (model, id_hash) do update set payload = excluded.payload, expires_at = excluded.expires_at`,
      [this.model, secretHash(id), seal(id, this.model, content), expiresIn ?? null],
    );
  }

  override async find(id: string): Promise<Payload | undefined> {
    const database = await currentDatabase();
    const row = await database.one<{ payload: Buffer; consumedAt: Date | null }>(
      `select payload, consumed_at as "consumedAt" from oidc_artifacts
       where model = $1 and id_hash = $2 and (expires_at is null or expires_at > now())`,
      [this.model, secretHash(id)],
    );
    const payload = row && unseal<Payload>(id, this.model, row.payload);
    return payload ? { ...payload, jti: id, ...(row.consumedAt ? { consumed: true } : {}) } : undefined;
  }

  override async consume(id: string): Promise<void> {
    const database = await currentDatabase();
    await database.execute(
      'update oidc_artifacts set consumed_at = now() where model = $1 and id_hash = $2 and consumed_at is null',
      [this.model, secretHash(id)],
    );
  }

  override async destroy(id: string): Promise<void> {
    const database = await currentDatabase();
    await database.execute('delete from oidc_artifacts where model = $1 and id_hash = $2', [
      this.model,
      secretHash(id),
    ]);
  }
}
