/** The client credentials grant; prints the provider's metadata, the tokens and what introspection says about them. */
import * as client from 'openid-client';
import { configure } from './configure.mjs';

const config = await configure();
const tokens = await client.clientCredentialsGrant(config, { scope: 'users:read' });
const introspection = await client.tokenIntrospection(config, tokens.access_token);
console.log(JSON.stringify({ metadata: config.serverMetadata(), tokens, introspection }));
