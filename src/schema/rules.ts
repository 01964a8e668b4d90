/**
 * The vocabulary of rules, and with the shield one of two files that know graphql-shield. A rule asks the principal for a permission, or
 * whether the parent object is the caller's own. It reads the database only for a permission that is held on an object, to know whether the
 * parent's user is within it. `no_cache` always: any other cache would give one row's
 * verdict to the next.
 */
import type { GraphQLResolveInfo } from 'graphql';
import { rule } from 'graphql-shield';
import { CREATES_NOTHING, createsEffect, type Declaration, DISCLOSES, type Effect, ENDS } from './effects';
import { forbidden, forbiddenInPlace, type RequestError, unauthenticated } from './errors';
import type { Permission } from './permissions';

interface Rights {
  permissions: ReadonlySet<Permission>;
}

/** What a rule may look at. */
export interface RuleContext {
  principal: Rights & {
    kind: string;
    userId: string | null;
    /** Who acts in the user's place. */
    impersonatorId: string | null;
    scoped: readonly Rights[];
    ownsRows: boolean;
    ownsAccount: boolean;
  };
  /** The caller as this user meets them. */
  principalFor(userId: string): Promise<Rights>;
  denials: { note(field: string, needs: string): void };
}

export type Asking = Pick<RuleContext, 'principal'>;

export type Rule = ReturnType<ReturnType<typeof rule>> & {
  describe: string;
  /** The verdict on a root field, for whoever only wants to know. */
  permits(context: Asking): boolean;
  /** The refusal of a root field, which it notes; null where it is let through. */
  refuse(context: RuleContext, field: string): RequestError | null;
  /** The same rule for a mutation that is open to whoever impersonates a user too. */
  inPlace(): Rule;
  copy(): Rule;
  /** Of a mutation: what it can create, and what it asks for that; without it the service does not start. */
  effect?: Declaration;
};

type Check = (context: Asking) => boolean;
type Parent = Record<string, unknown> | undefined;

/** Shield wants each rule's name to be its own. */
let made = 0;

const make = (
  describe: string,
  check: Check,
  onParent: (context: RuleContext, parent: Parent) => boolean | Promise<boolean> = check,
  noted = describe,
  alsoInPlace = false,
): Rule => {
  const refusal = (context: RuleContext, field: string): RequestError => {
    if (context.principal.kind === 'ANONYMOUS') return unauthenticated();
    context.denials.note(field, noted);
    return forbidden();
  };
  /** Of mutations only: what somebody does in a user's place must not outlast it. */
  const barred = ({ principal }: Asking): boolean => principal.impersonatorId !== null && !alsoInPlace;
  const barring = ({ denials }: RuleContext, field: string): RequestError => {
    denials.note(field, 'not in the place of another');
    return forbiddenInPlace();
  };
  const verdict = (parent: Parent, _args: unknown, context: RuleContext, info: GraphQLResolveInfo) => {
    const field = `${info.parentType.name}.${info.fieldName}`;
    if (info.parentType.name === 'Mutation' && barred(context)) return barring(context, field);
    const answer = (allowed: boolean) => allowed || refusal(context, field);
    const allowed = onParent(context, parent);
    return typeof allowed === 'boolean' ? answer(allowed) : allowed.then(answer);
  };
  return Object.assign(rule(`${describe} (${(made += 1)})`, { cache: 'no_cache' })(verdict as never), {
    describe: alsoInPlace ? `${describe}, also in the place of another` : describe,
    refuse: (context: RuleContext, field: string) => {
      if (!check(context)) return refusal(context, field);
      return barred(context) ? barring(context, field) : null;
    },
    permits: (context: Asking) => check(context) && !barred(context),
    inPlace: () => make(describe, check, onParent, noted, true),
    copy: () => make(describe, check, onParent, noted, alsoInPlace),
  });
};

const onSome = ({ principal }: Asking, permission: Permission): boolean =>
  principal.scoped.some(({ permissions }) => permissions.has(permission));

/** Anybody, signed in or not. */
export const anyone: Rule = make('anyone', () => true);
/** Any live token. */
export const signedIn: Rule = make('signed in', ({ principal }) => principal.kind !== 'ANONYMOUS');
/** A user with access to their own rows; the resolver then looks up only those. */
export const own: Rule = make('own', ({ principal }) => principal.ownsRows);
/** A user with access to their own credentials: the scope `account`, which only first-party applications have. */
export const ownAccount: Rule = make('own account', ({ principal }) => principal.ownsAccount);
/** A mutation that whoever acts in a user's place may ask for too: it ends something, and makes nothing that outlasts the impersonation. */
export const alsoInPlace = (rule: Rule): Rule => rule.inPlace();
/** The permission. */
export const needs = (permission: Permission): Rule =>
  make(permission, ({ principal }) => principal.permissions.has(permission));
/** Each of the permissions. */
export const needsAll = (...permissions: Permission[]): Rule =>
  make(permissions.join(' and '), ({ principal }) =>
    permissions.every((permission) => principal.permissions.has(permission)),
  );
/** The permission, be it on some object only: the service then looks up only what is within. */
export const needsWithin = (permission: Permission): Rule =>
  make(
    `${permission} here`,
    ({ principal }) => principal.permissions.has(permission) || onSome({ principal }, permission),
    undefined,
    permission,
  );
/** The permission, be it on some object only, or a user with access to their own rows; the resolver then looks up only those. */
export const needsOrSelf = (permission: Permission): Rule =>
  make(
    `${permission} or own`,
    (context) =>
      context.principal.permissions.has(permission) || context.principal.ownsRows || onSome(context, permission),
  );
/** The permission, be it on some object only, or a user with access to their own credentials. */
export const needsOrAccount = (permission: Permission): Rule =>
  make(
    `${permission} or own account`,
    (context) =>
      context.principal.permissions.has(permission) || context.principal.ownsAccount || onSome(context, permission),
  );
/** The permission, or a parent object that is the caller's or within: `owner` is the parent's property with the user's id. */
export const needsOrOwner = (permission: Permission, owner: string): Rule =>
  make(
    `${permission} or own`,
    ({ principal }) => principal.permissions.has(permission),
    (context, parent) => {
      const { principal } = context;
      const userId = parent?.[owner];
      if (principal.permissions.has(permission)) return true;
      if (typeof userId !== 'string') return false;
      if (principal.ownsRows && userId === principal.userId) return true;
      return (
        onSome(context, permission) &&
        context.principalFor(userId).then(({ permissions }) => permissions.has(permission))
      );
    },
  );
/**
 * Nothing of its own: the field carries objects that the rule of the field above has already let through, or that its resolver looks up
 * for the principal and leaves null when it may not see them. Such a field is not wrapped at all.
 */
export const carried = 'carried' as const;

export type FieldRules = Record<string, Record<string, Rule | typeof carried>>;

/** A rule of its own for each mutation, since several may share one. */
const declaring = (rule: Rule, effect: Declaration): Rule => Object.assign(rule.copy(), { effect });

/** A mutation that can create something. What is open to anyone is proved by what they send, and not by a sign-in. */
export const creates = (effect: Exclude<Effect, 'NONE'>, rule: Rule): Rule =>
  declaring(rule, { ...createsEffect(effect), ...(rule === anyone ? { asks: 'NONE' } : {}), own: rule === ownAccount });
/** A mutation that ends something, or plans to. */
export const ends = (rule: Rule): Rule => declaring(rule, ENDS);
/** A mutation that gives out much at once. */
export const discloses = (rule: Rule): Rule => declaring(rule, DISCLOSES);
/** A mutation that neither creates nor ends anything. */
export const createsNothing = (rule: Rule): Rule => declaring(rule, CREATES_NOTHING);
