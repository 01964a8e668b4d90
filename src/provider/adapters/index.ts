/** Which storage each model of oidc-provider has. */
import type { Adapter, AdapterFactory } from 'oidc-provider';
import type { Locate } from '../sessions/location';
import { AuthenticationRequestAdapter } from './authentication-request';
import { ArtifactAdapter, UsedOnceAdapter } from './artifact';
import { ClientAdapter } from './client';
import { CodeAdapter } from './code';
import { DeviceCodeAdapter } from './device-code';
import { FamilyAdapter } from './family';
import { InitialAccessTokenAdapter } from './initial-access-token';
import { SessionAdapter } from './session';
import { ClientCredentialsAdapter, TokenAdapter } from './token';

export const adapterFactory =
  (locate: Locate): AdapterFactory =>
  (model): Adapter => {
    switch (model) {
      case 'Client':
        return new ClientAdapter(model);
      case 'Session':
        return new SessionAdapter(model, locate);
      case 'Grant':
        return new FamilyAdapter(model);
      case 'AuthorizationCode':
        return new CodeAdapter(model);
      case 'BackchannelAuthenticationRequest':
        return new AuthenticationRequestAdapter(model);
      case 'AccessToken':
      case 'RefreshToken':
        return new TokenAdapter(model);
      case 'ClientCredentials':
        return new ClientCredentialsAdapter(model);
      case 'DeviceCode':
        return new DeviceCodeAdapter(model);
      case 'ReplayDetection':
      case 'PushedAuthorizationRequest':
        return new UsedOnceAdapter(model);
      case 'InitialAccessToken':
        return new InitialAccessTokenAdapter(model);
      default:
        return new ArtifactAdapter(model);
    }
  };
