/** The id prefixes of lineage. */

export const ids = {
  Change: 'chg',
} as const;

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
}
