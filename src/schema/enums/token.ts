/** Enums of tokens and what they depend on. */
import { describedEnum, type EnumValue } from './described-enum';

export const TokenStatus = describedEnum('TokenStatus', 'Status of a token.', {
  ACTIVE: 'Live: introspection reports it as active.',
  EXPIRED: 'Reached its `expiresAt`.',
  REVOKED: 'Ended before it expired; see `endReason`.',
  SUSPENDED: 'An API token whose user cannot sign in at the moment. It works again once the user is enabled.',
});
export type TokenStatus = EnumValue<typeof TokenStatus>;

export const TokenKind = describedEnum('TokenKind', 'Kind of token.', {
  ACCESS: 'An OAuth access token (RFC 6749 section 1.4).',
  REFRESH: 'An OAuth refresh token (RFC 6749 section 1.5). Each one can be used once.',
  API: 'A token for scripts, created by `createApiToken`. Valid until it expires or is revoked.',
});
export type TokenKind = EnumValue<typeof TokenKind>;

export const TokenFamilyStatus = describedEnum('TokenFamilyStatus', 'Status of an authorization (token family).', {
  ACTIVE: 'Live: it may have valid tokens.',
  ENDED: 'It, or something it depends on, ended before it expired; see `endReason`.',
  EXPIRED: 'Reached its `expiresAt`.',
});
export type TokenFamilyStatus = EnumValue<typeof TokenFamilyStatus>;

export const TokenLinkKind = describedEnum(
  'TokenLinkKind',
  'What a token depends on. A token is live as long as all of its links hold.',
  {
    TOKEN: 'The token itself: not revoked, used or expired.',
    SESSION: 'The session that issued it.',
    DEVICE_LINK: 'The link between the user and the device it was issued to.',
    DEVICE: 'The device it was issued to.',
    CONSENT: 'The consent it is based on.',
    FAMILY: 'The authorization it was issued under, including all of its tokens.',
    APPLICATION: 'The application it was issued to.',
    USER: 'The user it belongs to.',
    IMPERSONATOR: "The user who impersonates the session's user.",
  },
);
export type TokenLinkKind = EnumValue<typeof TokenLinkKind>;

export const TokenFormat = describedEnum('TokenFormat', 'What an access token is.', {
  OPAQUE: 'A random value. Whoever accepts it asks this service each time, so that its end takes effect at once.',
  JWT: 'A signed JSON Web Token (RFC 9068), which a resource server checks without asking. It cannot be recalled and lives for at most five minutes.',
});
export type TokenFormat = EnumValue<typeof TokenFormat>;
