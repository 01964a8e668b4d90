/** The registration token of an enabled mobile application: what an installation registers itself with (RFC 7591). */
import { secretHash } from '../../platform/hash';
import { INSTALLATION_POLICY, rememberRegistrar, type Registrar } from '../registration';
import { currentDatabase } from '../request-scope';
import { ModelAdapter, type Payload } from './adapter';

export class InitialAccessTokenAdapter extends ModelAdapter {
  override async find(id: string): Promise<Payload | undefined> {
    const application = await (
      await currentDatabase()
    ).one<Registrar>(
      `select id, name, scopes, redirect_uris as "redirectUris", post_logout_redirect_uris as "postLogoutRedirectUris",
         registration_token_id as "registrationTokenId" from applications
       where registration_token_hash = $1 and kind = 'MOBILE' and disabled_at is null for share`,
      [secretHash(id)],
    );
    if (!application) return undefined;
    rememberRegistrar(application);
    return { jti: id, kind: 'InitialAccessToken', policies: [INSTALLATION_POLICY] };
  }
}
