/** The id prefixes of lineage. */

export const ids = {
  Change: 'chg',
} as const;

type Ids = typeof ids;
declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Ids {}
}
