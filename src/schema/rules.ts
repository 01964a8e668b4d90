/**
 * The vocabulary of rules, and with the shield one of two files that know graphql-shield. A rule asks the principal for a permission, or
 * whether the parent object is the caller's own; it never reads the database. `no_cache` always: any other cache would give one row's
 * verdict to the next.
 */
import type { GraphQLResolveInfo } from 'graphql';
import { rule } from 'graphql-shield';
import { forbidden, type RequestError, unauthenticated } from './errors';
import type { Permission } from './permissions';

/** What a rule may look at. */
export interface RuleContext {
  principal: { kind: string; userId: string | null; permissions: ReadonlySet<Permission>; ownsRows: boolean };
  denials: { note(field: string, needs: string): void };
}

export type Asking = Pick<RuleContext, 'principal'>;

export type Rule = ReturnType<ReturnType<typeof rule>> & {
  describe: string;
  /** The verdict on a root field, for whoever only wants to know. */
  permits(context: Asking): boolean;
  /** The refusal of a root field, which it notes; null where it is let through. */
  refuse(context: RuleContext, field: string): RequestError | null;
};

type Check = (context: Asking, parent: Record<string, unknown> | undefined) => boolean;

/** Shield wants each rule's name to be its own. */
let made = 0;

const make = (describe: string, check: Check): Rule => {
  const refuse = (context: RuleContext, field: string, parent?: Record<string, unknown>): RequestError | null => {
    if (check(context, parent)) return null;
    if (context.principal.kind === 'ANONYMOUS') return unauthenticated();
    context.denials.note(field, describe);
    return forbidden();
  };
  const verdict = (parent: Record<string, unknown>, _args: unknown, context: RuleContext, info: GraphQLResolveInfo) =>
    refuse(context, `${info.parentType.name}.${info.fieldName}`, parent) ?? true;
  return Object.assign(rule(`${describe} (${(made += 1)})`, { cache: 'no_cache' })(verdict as never), {
    describe,
    refuse: (context: RuleContext, field: string) => refuse(context, field),
    permits: (context: Asking) => check(context, undefined),
  });
};

/** Anybody, signed in or not. */
export const anyone: Rule = make('anyone', () => true);
/** Any live token. */
export const signedIn: Rule = make('signed in', ({ principal }) => principal.kind !== 'ANONYMOUS');
/** A user with access to their own rows; the resolver then looks up only those. */
export const own: Rule = make('own', ({ principal }) => principal.ownsRows);
/** The permission. */
export const needs = (permission: Permission): Rule =>
  make(permission, ({ principal }) => principal.permissions.has(permission));
/** Each of the permissions. */
export const needsAll = (...permissions: Permission[]): Rule =>
  make(permissions.join(' and '), ({ principal }) =>
    permissions.every((permission) => principal.permissions.has(permission)),
  );
/** The permission, or a user with access to their own rows; the resolver then looks up only those. */
export const needsOrSelf = (permission: Permission): Rule =>
  make(`${permission} or own`, ({ principal }) => principal.permissions.has(permission) || principal.ownsRows);
/** The permission, or a parent object that is the caller's: `owner` is the parent's property with the user's id. */
export const needsOrOwner = (permission: Permission, owner: string): Rule =>
  make(
    `${permission} or own`,
    ({ principal }, parent) =>
      principal.permissions.has(permission) || (principal.ownsRows && parent?.[owner] === principal.userId),
  );
/**
 * Nothing of its own: the field carries objects that the rule of the field above has already let through, or that its resolver looks up
 * for the principal and leaves null when it may not see them. Such a field is not wrapped at all.
 */
export const carried = 'carried' as const;

export type FieldRules = Record<string, Record<string, Rule | typeof carried>>;
