/** Interactions, anonymous sessions and other short-lived records, sealed under their own ids in `oidc_artifacts`. */
import { errors } from 'oidc-provider';
import { secretHash } from '../../platform/hash';
import { oidcArtifacts, type SealedArtifact } from '../artifact-repository';
import { currentDatabase } from '../request/request-scope';
import { seal, unseal } from '../seal';
import { ModelAdapter, type Payload } from './adapter';

export class ArtifactAdapter extends ModelAdapter {
  override async upsert(id: string, payload: Payload, expiresIn?: number): Promise<void> {
    const { jti: _, ...content } = payload;
    // The session cookie is a secret, and nothing needs it here.
    if (content.session) content.session = { ...content.session, cookie: undefined };
    const { model } = this;
    const sealed = { model, idHash: secretHash(id), payload: seal(id, model, content), seconds: expiresIn ?? null };
    await this.write(sealed);
  }

  protected async write(sealed: SealedArtifact): Promise<void> {
    await oidcArtifacts(await currentDatabase()).write(sealed);
  }

  override async find(id: string): Promise<Payload | undefined> {
    const row = await oidcArtifacts(await currentDatabase()).findUnexpired(this.model, secretHash(id));
    const payload = row && unseal<Payload>(id, this.model, row.payload);
    return payload ? { ...payload, jti: id, ...(row.consumedAt ? { consumed: true } : {}) } : undefined;
  }

  override async consume(id: string): Promise<void> {
    await oidcArtifacts(await currentDatabase()).consume(this.model, secretHash(id));
  }

  override async destroy(id: string): Promise<void> {
    await oidcArtifacts(await currentDatabase()).discard(this.model, secretHash(id));
  }
}

/** Pushed authorization requests, and proofs and assertions that were presented: of any number of concurrent uses exactly one succeeds. */
export class UsedOnceAdapter extends ArtifactAdapter {
  protected override async write(sealed: SealedArtifact): Promise<void> {
    if (!(await oidcArtifacts(await currentDatabase()).addOnce(sealed)))
      throw new errors.InvalidRequest('the proof or assertion was already used');
  }

  override async consume(id: string): Promise<void> {
    if (!(await oidcArtifacts(await currentDatabase()).consume(this.model, secretHash(id))))
      throw new errors.InvalidRequestUri('request_uri was already used');
  }
}
