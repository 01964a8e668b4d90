/** When there was last reason to think that an account is in use: what the filter and the rule about dormant users go by. */

/** As the index of the table has it. Being let in again counts, so that nobody is barred anew before having had time to sign in. */
export const lastActive = (u: string): string => `greatest(${u}.created_at, ${u}.enabled_at, ${u}.last_activity_at)`;
