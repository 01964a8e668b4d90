/** Authentication context class references (OIDC Core section 2): signed in with one factor or with two. */
export const ONE_FACTOR = 'urn:castellan:1fa';
export const TWO_FACTORS = 'urn:castellan:2fa';
/** Ordered from weakest to strongest. */
export const ACR_VALUES = [ONE_FACTOR, TWO_FACTORS];

/** In RFC 8176, `mfa` stands for more than one factor. */
export const acrOf = (amr: readonly string[]): string => (amr.includes('mfa') ? TWO_FACTORS : ONE_FACTOR);
