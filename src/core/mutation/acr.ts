/** How strongly somebody has proved who they are (OIDC Core §2): with one factor, or with two. */
export const ONE_FACTOR = 'urn:castellan:1fa';
export const TWO_FACTORS = 'urn:castellan:2fa';
/** In the order of their strength. */
export const ACR_VALUES = [ONE_FACTOR, TWO_FACTORS];

/** RFC 8176 calls `mfa` whatever took more than one factor. */
export const acrOf = (amr: readonly string[]): string => (amr.includes('mfa') ? TWO_FACTORS : ONE_FACTOR);
