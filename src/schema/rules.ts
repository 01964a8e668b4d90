/**
 * Rule builders. Besides the shield, this is the only file that knows graphql-shield. A rule checks a permission of the principal, or whether
 * the parent object belongs to the caller. It queries the database only for permissions granted on an object, to find out whether the parent's
 * user is covered. Always `no_cache`: any other cache would reuse one row's verdict for the next.
 */
import type { GraphQLResolveInfo } from 'graphql';
import { rule } from 'graphql-shield';
import {
  CREATES_NOTHING,
  createsEffect,
  type EffectDeclaration,
  DISCLOSES,
  type Effect,
  ENDS,
  ENDS_EVERYTHING,
} from './effects';
import { forbidden, forbiddenDuringImpersonation, type RequestError, unauthenticated } from './errors';
import type { Permission } from './permissions';

interface Rights {
  permissions: ReadonlySet<Permission>;
}

/** What a rule can see. */
export interface RuleContext {
  principal: Rights & {
    kind: string;
    userId: string | null;
    /** The impersonator, if the caller is impersonating a user. */
    impersonatorId: string | null;
    scoped: readonly Rights[];
    ownsRows: boolean;
    ownsAccount: boolean;
  };
  /** The caller including permissions granted on this user. */
  principalFor(userId: string): Promise<Rights>;
  denials: { note(field: string, needs: string): void };
}

export type CallerContext = Pick<RuleContext, 'principal'>;

export type Rule = ReturnType<ReturnType<typeof rule>> & {
  describe: string;
  /** The columns of the parent that it reads. */
  reads: readonly string[];
  /** The verdict on a root field, without recording a denial. */
  permits(context: CallerContext): boolean;
  /** The refusal of a root field, which is recorded as a denial; null if allowed. */
  refuse(context: RuleContext, field: string): RequestError | null;
  /** The same rule, also allowed during impersonation. */
  allowDuringImpersonation(): Rule;
  copy(): Rule;
  /** For mutations: what it can create and the assurance it requires. Startup fails if it is missing. */
  effect?: EffectDeclaration;
};

type Check = (context: CallerContext) => boolean;
type Parent = Record<string, unknown> | undefined;

/** Shield requires unique rule names. */
let ruleCount = 0;

const createRule = (
  describe: string,
  check: Check,
  onParent: (context: RuleContext, parent: Parent) => boolean | Promise<boolean> = check,
  missing = describe,
  duringImpersonation = false,
  reads: readonly string[] = [],
): Rule => {
  const refusal = (context: RuleContext, field: string): RequestError => {
    if (context.principal.kind === 'ANONYMOUS') return unauthenticated();
    context.denials.note(field, missing);
    return forbidden();
  };
  /** Mutations only: nothing done during an impersonation may outlast it. */
  const isBlocked = ({ principal }: CallerContext): boolean =>
    principal.impersonatorId !== null && !duringImpersonation;
  const blockedRefusal = ({ denials }: RuleContext, field: string): RequestError => {
    denials.note(field, 'not during impersonation');
    return forbiddenDuringImpersonation();
  };
  const verdict = (parent: Parent, _args: unknown, context: RuleContext, info: GraphQLResolveInfo) => {
    const field = `${info.parentType.name}.${info.fieldName}`;
    if (info.parentType.name === 'Mutation' && isBlocked(context)) return blockedRefusal(context, field);
    const answer = (allowed: boolean) => allowed || refusal(context, field);
    const allowed = onParent(context, parent);
    return typeof allowed === 'boolean' ? answer(allowed) : allowed.then(answer);
  };
  return Object.assign(rule(`${describe} (${(ruleCount += 1)})`, { cache: 'no_cache' })(verdict as never), {
    reads,
    describe: duringImpersonation ? `${describe}, also during impersonation` : describe,
    refuse: (context: RuleContext, field: string) => {
      if (!check(context)) return refusal(context, field);
      return isBlocked(context) ? blockedRefusal(context, field) : null;
    },
    permits: (context: CallerContext) => check(context) && !isBlocked(context),
    allowDuringImpersonation: () => createRule(describe, check, onParent, missing, true, reads),
    copy: () => createRule(describe, check, onParent, missing, duringImpersonation, reads),
  });
};

const holdsOnSomeObject = ({ principal }: CallerContext, permission: Permission): boolean =>
  principal.scoped.some(({ permissions }) => permissions.has(permission));

/** Any caller, signed in or not. */
export const anyone: Rule = createRule('anyone', () => true);
/** Any caller with a live token. */
export const signedIn: Rule = createRule('signed in', ({ principal }) => principal.kind !== 'ANONYMOUS');
/** A user with access to their own rows; the resolver then only reads those. */
export const ownRows: Rule = createRule('own', ({ principal }) => principal.ownsRows);
/** A user with access to their own credentials: requires the scope `account`, which only first-party applications have. */
export const ownAccount: Rule = createRule('own account', ({ principal }) => principal.ownsAccount);
/** A mutation that is also allowed during impersonation: it ends something and creates nothing that outlasts the impersonation. */
export const allowedDuringImpersonation = (rule: Rule): Rule => rule.allowDuringImpersonation();
/** Requires the permission. */
export const needs = (permission: Permission): Rule =>
  createRule(permission, ({ principal }) => principal.permissions.has(permission));
/** Requires all of the permissions. */
export const needsAll = (...permissions: Permission[]): Rule =>
  createRule(permissions.join(' and '), ({ principal }) =>
    permissions.every((permission) => principal.permissions.has(permission)),
  );
/** Requires the permission, at least on some object; the service then only reads what it covers. */
export const needsOnSomeObject = (permission: Permission): Rule =>
  createRule(
    `${permission} here`,
    ({ principal }) => principal.permissions.has(permission) || holdsOnSomeObject({ principal }, permission),
    undefined,
    permission,
  );
/** Requires the permission, at least on some object, or access to own rows; the resolver then only reads those. */
export const needsOrOwnRows = (permission: Permission): Rule =>
  createRule(
    `${permission} or own`,
    (context) =>
      context.principal.permissions.has(permission) ||
      context.principal.ownsRows ||
      holdsOnSomeObject(context, permission),
  );
/** Requires the permission, at least on some object, or access to own credentials. */
export const needsOrOwnAccount = (permission: Permission): Rule =>
  createRule(
    `${permission} or own account`,
    (context) =>
      context.principal.permissions.has(permission) ||
      context.principal.ownsAccount ||
      holdsOnSomeObject(context, permission),
  );
/** Requires the permission, or a parent object that belongs to the caller or is covered; `owner` is the parent's property with the user id. */
export const needsOrOwner = (permission: Permission, owner: string): Rule =>
  createRule(
    `${permission} or own`,
    ({ principal }) => principal.permissions.has(permission),
    (context, parent) => {
      const { principal } = context;
      const userId = parent?.[owner];
      if (principal.permissions.has(permission)) return true;
      if (typeof userId !== 'string') return false;
      if (principal.ownsRows && userId === principal.userId) return true;
      return (
        holdsOnSomeObject(context, permission) &&
        context.principalFor(userId).then(({ permissions }) => permissions.has(permission))
      );
    },
    undefined,
    false,
    [owner],
  );
/**
 * No rule of its own: the rule of the parent field already allowed these objects, or the resolver reads them for the principal and returns null
 * if access is denied. Such fields are not wrapped at all.
 */
export const carried = 'carried' as const;

export type FieldRules = Record<string, Record<string, Rule | typeof carried>>;

/** Copies the rule, because several mutations may share one. */
const declaring = (rule: Rule, effect: EffectDeclaration): Rule => Object.assign(rule.copy(), { effect });

/** A mutation that can create something. If it is open to anyone, the input is the proof, not a sign-in. */
export const creates = (effect: Exclude<Effect, 'NONE'>, rule: Rule): Rule =>
  declaring(rule, {
    ...createsEffect(effect),
    ...(rule === anyone ? { assurance: 'NONE' } : {}),
    own: rule === ownAccount,
  });
/** A mutation that ends something or plans to. */
export const ends = (rule: Rule): Rule => declaring(rule, ENDS);
/** A mutation that ends everything of everybody. */
export const endsEverything = (rule: Rule): Rule => declaring(rule, ENDS_EVERYTHING);
/** A mutation that discloses a lot of data at once. */
export const discloses = (rule: Rule): Rule => declaring(rule, DISCLOSES);
/** A mutation that neither creates nor ends anything. */
export const createsNothing = (rule: Rule): Rule => declaring(rule, CREATES_NOTHING);
