/** What a caller must hold to be offered an example. */

/** A permission that is needed everywhere or, if `here`, at least on some object. */
export interface Need {
  /** Its name in the schema. */
  permission: string;
  here: boolean;
}

export interface Held {
  everywhere: readonly string[];
  here: readonly string[];
}

export const covers = (held: Held, needs: readonly Need[]): boolean =>
  needs.every(
    ({ permission, here }) => held.everywhere.includes(permission) || (here && held.here.includes(permission)),
  );
