/** Registers itself as an installation of a mobile application (RFC 7591), gets a token with its own credentials, and prints both. */
import * as client from 'openid-client';

const { ISSUER, REGISTRATION_TOKEN } = process.env;
const config = await client.dynamicClientRegistration(
  new URL(ISSUER),
  { device_name: 'Phone', device_platform: 'ios' },
  undefined,
  { initialAccessToken: REGISTRATION_TOKEN, execute: [client.allowInsecureRequests] },
);
const tokens = await client.clientCredentialsGrant(config);
const introspection = await client.tokenIntrospection(config, tokens.access_token);
console.log(JSON.stringify({ metadata: config.clientMetadata(), introspection }));
