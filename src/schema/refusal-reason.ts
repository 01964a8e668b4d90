/** Refusals that pages show too: what is wrong, and the values in the sentence, so that it can be said in every language of the pages. */
export type RefusalReason =
  | { is: 'EMPTY' | 'INVISIBLE_CHARACTERS' | 'SURROUNDING_SPACES' }
  | { is: 'TOO_SHORT'; minimum: number }
  | { is: 'TOO_LONG'; maximum: number }
  | { is: 'GUESSABLE' | 'CURRENT_PASSWORD' }
  | { is: 'MIXED_ALPHABETS' | 'UNUSUAL_CHARACTERS' | 'OTHER_ADDRESS' | 'INVALID_ADDRESS' | 'USERNAME_TAKEN' }
  | { is: 'FACTOR_LIMIT'; maximum: number }
  | { is: 'PASSKEY_KNOWN' | 'PASSKEY_UNVERIFIED' }
  | { is: TooMany; minutes: number };

export type TooMany =
  'TOO_MANY_REQUESTS' | 'TOO_MANY_PASSWORDS' | 'TOO_MANY_FROM_NETWORK' | 'TOO_MANY_EVERYWHERE' | 'BUSY';
