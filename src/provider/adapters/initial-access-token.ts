/** The registration token of an enabled mobile application, with which an installation registers itself (RFC 7591). */
import { secretHash } from '../../platform/hash';
import { applications } from '../../modules/application';
import { INSTALLATION_POLICY, rememberRegistrar } from '../registration';
import { currentDatabase } from '../request/request-scope';
import { ModelAdapter, type Payload } from './adapter';

export class InitialAccessTokenAdapter extends ModelAdapter {
  override async find(id: string): Promise<Payload | undefined> {
    const application = await applications(await currentDatabase()).findByRegistrationToken(secretHash(id));
    if (!application) return undefined;
    rememberRegistrar(application);
    return { jti: id, kind: 'InitialAccessToken', policies: [INSTALLATION_POLICY] };
  }
}
