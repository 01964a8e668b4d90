/**
 * The one predicate of the whole service that decides whether a session, token or access grant can be used now. Everything uses it:
 * authentication, introspection, refresh, code exchange, lists and `status` fields. A subject is live if it has not ended or expired itself and
 * all links it depends on hold. The same list of links yields the first cause of death, so that the reported reason always matches the decision.
 */
import { EVERY_APPLICATION, EVERY_USER, generalEpochEnded, generalEpochOf, ownEpochEnded } from './epochs';

export type Subject = 'session' | 'token' | 'accessGrant';

/** Something a subject may depend on. `lost` is true if the link does not hold; `at`, `reason` and `revocation` say since when and why. */
interface Link {
  /** The column with the id of what it depends on; null if it does not depend on any. */
  on: string;
  join: string;
  /** A join needed only for `at`, `reason` and `revocation`. */
  endJoin?: string;
  lost: string;
  at: string;
  reason: string;
  revocation: string;
  /** True if the link is lost only temporarily; this is not a cause of death. */
  waits?: string;
}

/** The user account has expired. A job disables it later, but the expiry takes effect immediately. */
export const userHasExpired = (u: string): string => `coalesce(${u}.expires_at <= now(), false)`;

/** The user's status allows signing in, regardless of expiry. */
export const userIsEnabled = (u: string): string => `${u}.status in ('ACTIVE', 'PENDING_LOGIN')`;

/** The user can sign in, and what was issued to them can be used. */
export const userMaySignIn = (u: string): string => `(${userIsEnabled(u)} and not ${userHasExpired(u)})`;
/** The same check on a user that was already read. */
export const maySignIn = ({ status, hasExpired }: { status: string; hasExpired: boolean }): boolean =>
  (status === 'ACTIVE' || status === 'PENDING_LOGIN') && !hasExpired;

/**
 * Whether the session expired before what depends on its lifetime, which includes everything issued during an impersonation. A session that was
 * ended first, with its tokens kept, no longer counts.
 */
const sessionHasExpired = (s: string) =>
  `((${s}.session_bound or ls.impersonator_id is not null) and ls.expires_at <= coalesce(ls.ended_at, now()))`;

/** Whether the consent expired. A consent that was revoked first no longer expires. */
export const consentHasExpired = (c: string): string => `(${c}.expires_at <= coalesce(${c}.revoked_at, now()))`;

/** The end of the general epoch that an epoch belongs to. */
const generalEnd = (alias: string, subject: string, epoch: string): string =>
  `left join epoch_ends ${alias} on ${alias}.subject_id = '${subject}'::uuid and ${alias}.epoch = ${generalEpochOf(epoch)}`;

/** The given end, or that of the general epoch if it came before. */
const earlier = (
  { at, reason, revocation }: Pick<Link, 'at' | 'reason' | 'revocation'>,
  general: string,
): Pick<Link, 'at' | 'reason' | 'revocation'> => {
  const first = (own: string, ofGeneral: string) =>
    `case when ${at} <= ${general}.ended_at or ${general}.ended_at is null then ${own} else ${ofGeneral} end`;
  return {
    at: `least(${at}, ${general}.ended_at)`,
    reason: first(reason, `${general}.end_reason`),
    revocation: first(revocation, `${general}.revocation_id`),
  };
};

export type LinkName =
  'user' | 'impersonator' | 'application' | 'family' | 'session' | 'deviceLink' | 'device' | 'consent';

/** Links by name, given the alias of the subject and of its session (the subject itself, or the session joined by the link `session`). */
const links: Record<LinkName, (s: string, session: string) => Link> = {
  /** The user can sign in, and nothing has ended all sessions and tokens, theirs or everybody's, since this was issued. */
  user: (s: string): Link => ({
    on: `${s}.user_id`,
    join: `left join users lu on lu.id = ${s}.user_id`,
    endJoin: `left join epoch_ends lue on lue.subject_id = ${s}.user_id and lue.epoch = ${s}.user_epoch
      ${generalEnd('lge', EVERY_USER, `${s}.user_epoch`)}`,
    lost: `${s}.user_id is not null and (lu.id is null or not ${userMaySignIn('lu')} or ${ownEpochEnded('lu', `${s}.user_epoch`)} or ${generalEpochEnded('users', `${s}.user_epoch`)})`,
    // API tokens have no epoch and survive the user being disabled.
    waits: `(${s}.user_epoch is null and lu.id is not null and not ${userMaySignIn('lu')})`,
    ...earlier(
      {
        at: `coalesce(lue.ended_at, least(lu.disabled_at, case when ${userHasExpired('lu')} then lu.expires_at end))`,
        reason: `coalesce(lue.end_reason, 'USER_DISABLED')`,
        revocation: 'lue.revocation_id',
      },
      'lge',
    ),
  }),
  /** For impersonations: the impersonator can sign in, and nothing has ended all of their sessions and tokens since. */
  impersonator: (_s: string, session: string): Link => ({
    on: `${session}.impersonator_id`,
    join: `left join users li on li.id = ${session}.impersonator_id`,
    endJoin: `left join epoch_ends lie on lie.subject_id = ${session}.impersonator_id and lie.epoch = ${session}.impersonator_epoch`,
    lost: `${session}.impersonator_id is not null and (li.id is null or not ${userMaySignIn('li')} or ${ownEpochEnded('li', `${session}.impersonator_epoch`)})`,
    at: `coalesce(lie.ended_at, least(li.disabled_at, case when ${userHasExpired('li')} then li.expires_at end))`,
    reason: `'IMPERSONATION_ENDED'`,
    revocation: 'lie.revocation_id',
  }),
  /** The application is enabled, and nothing has ended what it or every application issued since. */
  application: (s: string): Link => ({
    on: `${s}.application_id`,
    join: `left join applications la on la.id = ${s}.application_id`,
    endJoin: `left join epoch_ends lae on lae.subject_id = ${s}.application_id and lae.epoch = ${s}.application_epoch
      ${generalEnd('lgae', EVERY_APPLICATION, `${s}.application_epoch`)}`,
    lost: `la.id is null or la.disabled_at is not null or ${ownEpochEnded('la', `${s}.application_epoch`)} or ${generalEpochEnded('applications', `${s}.application_epoch`)}`,
    ...earlier(
      {
        at: 'coalesce(lae.ended_at, la.disabled_at)',
        reason: `coalesce(lae.end_reason, 'APPLICATION_DISABLED')`,
        revocation: 'lae.revocation_id',
      },
      'lgae',
    ),
  }),
  /** The authorization was not ended by revocation or reuse of a refresh token or code. */
  family: (s: string): Link => ({
    on: `${s}.family_id`,
    join: `left join token_families lf on lf.id = ${s}.family_id`,
    lost: `${s}.family_id is not null and (lf.id is null or lf.ended_at is not null)`,
    at: 'lf.ended_at',
    reason: 'lf.end_reason',
    revocation: 'lf.revocation_id',
  }),
  /** The session that issued it has not ended its tokens. If it is bound to the session's lifetime, the session must not have expired either. */
  session: (s: string): Link => ({
    on: `${s}.session_id`,
    join: `left join sessions ls on ls.id = ${s}.session_id`,
    lost: `${s}.session_id is not null and (ls.id is null or ls.tokens_ended_at is not null or ${sessionHasExpired(s)})`,
    at: `case when ${sessionHasExpired(s)} then ls.expires_at else ls.tokens_ended_at end`,
    reason: `case when ${sessionHasExpired(s)} then 'EXPIRED' when ls.end_reason = 'LOGOUT' then 'LOGOUT' else 'SESSION_ENDED' end`,
    revocation: `case when not ${sessionHasExpired(s)} then ls.revocation_id end`,
  }),
  /** The user is still connected to the device. */
  deviceLink: (s: string): Link => ({
    on: `${s}.device_link_id`,
    join: `left join device_links ll on ll.id = ${s}.device_link_id`,
    lost: `${s}.device_link_id is not null and (ll.id is null or ll.ended_at is not null)`,
    at: 'll.ended_at',
    reason: 'll.end_reason',
    revocation: 'll.revocation_id',
  }),
  /** The device it was issued to still has its client credentials. */
  device: (s: string): Link => ({
    on: `${s}.device_id`,
    join: `left join devices ld on ld.id = ${s}.device_id`,
    endJoin: `left join epoch_ends lde on lde.subject_id = ${s}.device_id and lde.epoch = 0`,
    lost: `${s}.device_id is not null and ld.id is null`,
    at: 'lde.ended_at',
    reason: 'lde.end_reason',
    revocation: 'lde.revocation_id',
  }),
  /** The consent it is based on still applies to it. An expired consent does not, whatever happened to it afterwards. */
  consent: (s: string): Link => ({
    on: `${s}.consent_id`,
    join: `left join consents lc on lc.id = ${s}.consent_id`,
    lost: `${s}.consent_id is not null and (lc.id is null or lc.tokens_ended_at is not null or ${consentHasExpired('lc')})`,
    at: `case when ${consentHasExpired('lc')} then lc.expires_at else lc.tokens_ended_at end`,
    reason: `case when ${consentHasExpired('lc')} then 'EXPIRED' else lc.end_reason end`,
    revocation: `case when ${consentHasExpired('lc')} then null else lc.revocation_id end`,
  }),
};

/** The subject's own end: revoked, used or expired. */
const ownEnd = {
  session: (s: string) => ({
    ended: `${s}.ended_at is not null`,
    causes: [`(${s}.ended_at, ${s}.end_reason, ${s}.revocation_id)`],
  }),
  token: (s: string) => ({
    ended: `${s}.revoked_at is not null or ${s}.consumed_at is not null`,
    causes: [`(${s}.revoked_at, ${s}.end_reason, ${s}.revocation_id)`, `(${s}.consumed_at, 'ROTATED', null::uuid)`],
  }),
  accessGrant: (s: string) => ({
    ended: `${s}.revoked_at is not null or ${s}.consumed_at is not null`,
    causes: [`(${s}.revoked_at, ${s}.end_reason, ${s}.revocation_id)`, `(${s}.consumed_at, 'EXCHANGED', null::uuid)`],
  }),
} satisfies Record<Subject, (s: string) => { ended: string; causes: string[] }>;

const linksOfSubject: Record<Subject, LinkName[]> = {
  session: ['user', 'impersonator', 'deviceLink'],
  token: ['user', 'application', 'family', 'session', 'impersonator', 'deviceLink', 'device', 'consent'],
  accessGrant: ['user', 'application', 'family', 'session', 'impersonator', 'deviceLink', 'device', 'consent'],
};

const linkOf = (subject: Subject, name: LinkName, alias: string): Link =>
  links[name](alias, subject === 'session' ? alias : 'ls');

const ownCauses = (subject: Subject, alias: string): string[] => [
  ...ownEnd[subject](alias).causes,
  `(case when ${alias}.expires_at <= now() then ${alias}.expires_at end, 'EXPIRED', null::uuid)`,
];

/** Joins of a subquery that needs nothing else, so that they are only made where the subquery is evaluated. */
const withEnds = (subjectLinks: Link[]): string =>
  ['(select) once', ...subjectLinks.flatMap(({ endJoin }) => endJoin ?? [])].join('\n          ');

/** The earliest of the given causes of death `(at, reason, revocation_id)`. */
const firstOf = (from: string, causes: string[], condition: string): string =>
  `select cause.at, cause.reason, cause.revocation_id from ${from}
          cross join lateral (values ${causes.join(',\n          ')}) as cause (at, reason, revocation_id)
        where cause.at is not null and ${condition} order by cause.at, cause.revocation_id is null limit 1`;

export interface Liveness {
  /** The joins that `live` and `death` refer to; they never change the number of rows. */
  joins: string;
  /** Boolean expression: it can be used now. */
  live: string;
  /** Boolean expression: it cannot be used now, but can again once its user may sign in. Only API tokens can be suspended. */
  suspended: string;
  /**
   * A join, after `joins`, that yields `death.at`, `death.reason` and `death.revocation_id` for a row that is not live. Nothing of it is evaluated for
   * a row that is live.
   */
  death: string;
}

/** The predicate for rows of a subject's table under this alias. Use it once per alias and statement. */
export const livenessOf = (subject: Subject, alias: string): Liveness => {
  const subjectLinks = linksOfSubject[subject].map((name) => linkOf(subject, name, alias));
  const self = ownEnd[subject](alias);
  const allOf = (holds: (link: Link) => string) =>
    [`not (${self.ended})`, `${alias}.expires_at > now()`, ...subjectLinks.map(holds)].join('\n      and ');
  const live = allOf((link) => `(${link.lost}) is not true`);
  const mayWait = subject === 'token';
  const lostForGood = ({ lost, waits }: Link) => (mayWait && waits ? `(${lost}) and not ${waits}` : lost);
  const causes = [
    ...ownCauses(subject, alias),
    ...subjectLinks.map(
      (link) => `(case when ${lostForGood(link)} then ${link.at} end, ${link.reason}, ${link.revocation})`,
    ),
  ];
  return {
    joins: subjectLinks.map((link) => link.join).join('\n      '),
    live: `(${live})`,
    suspended: mayWait ? `(${allOf((link) => link.waits ?? `(${link.lost}) is not true`)})` : 'false',
    death: `left join lateral (
        ${firstOf(withEnds(subjectLinks), causes, `not (${live})`)}
      ) death on true`,
  };
};

/**
 * The predicate broken down for explanations: a join, after `joins` of the same life, with one row for the subject itself (`self`)
 * and one per link: `link.name`, the id it depends on or null, whether it holds, and if not, since when, why and by which receipt. The subject
 * is live exactly if all of them hold.
 */
export const livenessLinksOf = (subject: Subject, alias: string): string => {
  const { ended } = ownEnd[subject](alias);
  const subjectLinks = linksOfSubject[subject].map((name) => ({ name, ...linkOf(subject, name, alias) }));
  const rows = subjectLinks.map(({ name, on, lost, at, reason, revocation }) => {
    const ifLost = (value: string) => `case when ${lost} then ${value} end`;
    return `('${name}', ${on}, (${lost}) is not true, ${ifLost(at)}, ${ifLost(reason)}, ${ifLost(revocation)})`;
  });
  const self = `('self', ${alias}.id, not (${ended}) and ${alias}.expires_at > now(), first.at, first.reason, first.revocation_id)`;
  return `left join lateral (${firstOf('(select) once', ownCauses(subject, alias), 'true')}) first on true
      cross join lateral (
        select l.* from ${withEnds(subjectLinks)}
        cross join lateral (values ${[self, ...rows].join(',\n        ')}) as l (name, on_id, holds, at, reason, revocation_id)) as link`;
};

/** What can be revoked: everything that is live or suspended. */
export const isRevocable = ({ live, suspended }: Liveness): string => `(${live} or ${suspended})`;

/** Derived columns of a session, token or grant: its status according to the predicate, and what ended it early. */
export const statusColumns = (subject: Subject, life: Liveness): Record<string, string> => {
  const [dead, endedAt] = subject === 'token' ? ['REVOKED', 'revokedAt'] : ['ENDED', 'endedAt'];
  const suspended = subject === 'token' ? `when ${life.suspended} then 'SUSPENDED' ` : '';
  return {
    status: `case when ${life.live} then 'ACTIVE' ${suspended}when death.reason = 'EXPIRED' then 'EXPIRED' else '${dead}' end`,
    [endedAt]: `case when death.reason <> 'EXPIRED' then death.at end`,
    endReason: 'death.reason',
    revocationId: 'death.revocation_id',
  };
};

/** The joins that these columns need, and `columns` of the table's own. */
export const statusJoins = (
  subject: Subject,
  life: Liveness,
  ...others: string[]
): Record<'live' | 'death', { sql: string; columns: string[] }> => {
  const columns = Object.keys(statusColumns(subject, life));
  return { live: { sql: life.joins, columns: [...columns, ...others] }, death: { sql: life.death, columns } };
};

/** The joins that the conditions of a list need: its filter on the status, and whether only active rows are asked for. */
export const statusConditionJoins = (status: readonly string[] | null | undefined, byActive: boolean): string[] => {
  const needsCause = status?.some((value) => value !== 'ACTIVE' && value !== 'SUSPENDED');
  return needsCause ? ['live', 'death'] : status || byActive ? ['live'] : [];
};

/** A consent is in effect while it is neither revoked nor expired. */
export const consentIsActive = (c: string): string =>
  `(${c}.revoked_at is null and (${c}.expires_at is null or ${c}.expires_at > now()))`;

/** A filter on the status; `ended` is the status value of what ended early. */
export const statusCondition = (life: Liveness, wanted: readonly string[], ended: string): string => {
  const terms = [
    ...(wanted.includes('ACTIVE') ? [life.live] : []),
    ...(wanted.includes('SUSPENDED') ? [life.suspended] : []),
    ...(wanted.includes('EXPIRED') ? [`(not ${life.live} and death.reason = 'EXPIRED')`] : []),
    ...(wanted.includes(ended)
      ? [`(not ${life.live} and not ${life.suspended} and death.reason is distinct from 'EXPIRED')`]
      : []),
  ];
  return terms.length > 0 ? `(${terms.join(' or ')})` : 'false';
};
