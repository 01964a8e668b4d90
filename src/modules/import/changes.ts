/** What a line changes about a user who exists: only the fields that it names, and only where the user differs. */
import { isDeepStrictEqual } from 'node:util';
import type { PropertyChanges, User } from '../user';
import type { StagedLine } from './record';
import type { ImportLine } from './tables';

/** What staged and stored lines have in common. */
export type ChangingLine = Pick<
  ImportLine,
  | 'username'
  | 'email'
  | 'emailVerified'
  | 'name'
  | 'path'
  | 'attributes'
  | 'type'
  | 'disabled'
  | 'hash'
  | 'previousIds'
  | 'fields'
>;

/** The user as they are now. */
export interface KnownUser {
  user: User;
  previousIds: string[];
  hasPassword: boolean;
}

export interface LineChanges {
  properties: PropertyChanges;
  previousIds: string[];
  /** A password is only set where there is none: the user may have chosen theirs since. */
  hash: string | null;
  disabled: boolean | null;
}

export const changingLineOf = (line: StagedLine): ChangingLine => ({
  ...line,
  emailVerified: line.email_verified,
  previousIds: line.previous_ids,
});

/** Attributes that the line does not name stay; null removes one. */
const mergedAttributes = (before: Record<string, unknown>, named: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries({ ...before, ...named }).filter(([, value]) => value !== null));

export const changesOf = ({ user, previousIds, hasPassword }: KnownUser, line: ChangingLine): LineChanges => {
  const attributes = mergedAttributes(user.attributes, line.attributes as object);
  const wanted = { ...line, attributes, type: line.type as User['type'] };
  const differing = (['username', 'email', 'emailVerified', 'name', 'path', 'attributes', 'type'] as const).filter(
    (field) => line.fields.includes(field) && !isDeepStrictEqual(wanted[field], user[field]),
  );
  const isDisabled = user.status === 'DISABLED';
  return {
    properties: Object.fromEntries(differing.map((field) => [field, wanted[field]])),
    previousIds: line.previousIds.filter((id) => !previousIds.includes(id)),
    hash: hasPassword ? null : line.hash,
    disabled: line.fields.includes('disabled') && line.disabled !== isDisabled ? line.disabled : null,
  };
};

export const isUnchanged = ({ properties, previousIds, hash, disabled }: LineChanges): boolean =>
  Object.keys(properties).length === 0 && previousIds.length === 0 && hash === null && disabled === null;
