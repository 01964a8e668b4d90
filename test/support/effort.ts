/** How often races are run: RACE_TRIES multiplies it. `npm run test:races` runs them many times. */
export const EFFORT = Number(process.env['RACE_TRIES'] ?? 1);
