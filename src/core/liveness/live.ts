/**
 * The one predicate of the whole service: may this session, token or access grant be used now? Everything that asks goes through here:
 * the endpoint's own authentication, introspection, refresh, code exchange, lists and `status` fields.
 *
 * A subject is live when it has not itself ended or expired and each link that it hangs on holds. The same list of links also gives the
 * first cause of death, so that what is said about a dead row cannot disagree with what made it dead.
 */
export type Subject = 'session' | 'token' | 'accessGrant';

/** What a subject may hang on. `lost` is true where the link does not hold; `at`, `reason`, `revocation` say since when and why. */
interface Link {
  /** The column with the id of what it hangs on, null where it hangs on none. */
  on: string;
  join: string;
  /** What only `at`, `reason` and `revocation` need. */
  endJoin?: string;
  lost: string;
  at: string;
  reason: string;
  revocation: string;
  /** Lost for a time only: it will hold again, and so is no cause of death. */
  waits?: string;
}

/** The time of a user's account ran out. A job then disables it, but nothing waits for that. */
export const userHasExpired = (u: string): string => `coalesce(${u}.expires_at <= now(), false)`;

/** A user is let in by their status, whatever the time is. */
export const userIsEnabled = (u: string): string => `${u}.status in ('ACTIVE', 'PENDING_LOGIN')`;

/** A user may sign in, and what was issued to them may be used. */
export const userMaySignIn = (u: string): string => `(${userIsEnabled(u)} and not ${userHasExpired(u)})`;
/** The same of one who was read. */
export const maySignIn = ({ status, hasExpired }: { status: string; hasExpired: boolean }): boolean =>
  (status === 'ACTIVE' || status === 'PENDING_LOGIN') && !hasExpired;

/** Whether the session ran out under what may not outlive it, as nothing does that somebody was given in the user's place. One that was ended first, its tokens spared, no longer can. */
const sessionRanOut = (s: string) =>
  `((${s}.session_bound or ls.impersonator_id is not null) and ls.expires_at <= coalesce(ls.ended_at, now()))`;

/** Whether a consent reached its end; one that was revoked first no longer can. */
export const consentRanOut = (c: string): string => `(${c}.expires_at <= coalesce(${c}.revoked_at, now()))`;

export type LinkName =
  'user' | 'impersonator' | 'application' | 'family' | 'session' | 'deviceLink' | 'device' | 'consent';

/** Each in the alias of the subject, and in that of its session: the subject itself, or what the link `session` joins. */
const links: Record<LinkName, (s: string, session: string) => Link> = {
  /** The user may sign in, and nothing has ended everything of theirs since this was issued. */
  user: (s: string): Link => ({
    on: `${s}.user_id`,
    join: `left join users lu on lu.id = ${s}.user_id`,
    endJoin: `left join epoch_ends lue on lue.subject_id = ${s}.user_id and lue.epoch = ${s}.user_epoch`,
    lost: `${s}.user_id is not null and (lu.id is null or not ${userMaySignIn('lu')} or lu.epoch <> ${s}.user_epoch)`,
    // What has no epoch, an API token, outlives the user's being disabled.
    waits: `(${s}.user_epoch is null and lu.id is not null and not ${userMaySignIn('lu')})`,
    at: `coalesce(lue.ended_at, least(lu.disabled_at, case when ${userHasExpired('lu')} then lu.expires_at end))`,
    reason: `coalesce(lue.end_reason, 'USER_DISABLED')`,
    revocation: 'lue.revocation_id',
  }),
  /** Where somebody acts as the user in the session: that person may sign in, and nothing has ended everything of theirs since. */
  impersonator: (_s: string, session: string): Link => ({
    on: `${session}.impersonator_id`,
    join: `left join users li on li.id = ${session}.impersonator_id`,
    endJoin: `left join epoch_ends lie on lie.subject_id = ${session}.impersonator_id and lie.epoch = ${session}.impersonator_epoch`,
    lost: `${session}.impersonator_id is not null and (li.id is null or not ${userMaySignIn('li')} or li.epoch <> ${session}.impersonator_epoch)`,
    at: `coalesce(lie.ended_at, least(li.disabled_at, case when ${userHasExpired('li')} then li.expires_at end))`,
    reason: `'IMPERSONATION_ENDED'`,
    revocation: 'lie.revocation_id',
  }),
  /** The application is enabled and has not been disabled since. */
  application: (s: string): Link => ({
    on: `${s}.application_id`,
    join: `left join applications la on la.id = ${s}.application_id`,
    endJoin: `left join epoch_ends lae on lae.subject_id = ${s}.application_id and lae.epoch = ${s}.application_epoch`,
    lost: `la.id is null or la.disabled_at is not null or la.epoch <> ${s}.application_epoch`,
    at: 'coalesce(lae.ended_at, la.disabled_at)',
    reason: `coalesce(lae.end_reason, 'APPLICATION_DISABLED')`,
    revocation: 'lae.revocation_id',
  }),
  /** Its authorization has not been ended by the revocation or the reuse of a refresh token or code. */
  family: (s: string): Link => ({
    on: `${s}.family_id`,
    join: `left join token_families lf on lf.id = ${s}.family_id`,
    lost: `${s}.family_id is not null and (lf.id is null or lf.ended_at is not null)`,
    at: 'lf.ended_at',
    reason: 'lf.end_reason',
    revocation: 'lf.revocation_id',
  }),
  /** The session that issued it has not ended its tokens; one that may not outlive the session also needs it unexpired. */
  session: (s: string): Link => ({
    on: `${s}.session_id`,
    join: `left join sessions ls on ls.id = ${s}.session_id`,
    lost: `${s}.session_id is not null and (ls.id is null or ls.tokens_ended_at is not null or ${sessionRanOut(s)})`,
    at: `case when ${sessionRanOut(s)} then ls.expires_at else ls.tokens_ended_at end`,
    reason: `case when ${sessionRanOut(s)} then 'EXPIRED' when ls.end_reason = 'LOGOUT' then 'LOGOUT' else 'SESSION_ENDED' end`,
    revocation: `case when not ${sessionRanOut(s)} then ls.revocation_id end`,
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
  /** The device that it was issued to still has its client credentials. */
  device: (s: string): Link => ({
    on: `${s}.device_id`,
    join: `left join devices ld on ld.id = ${s}.device_id`,
    endJoin: `left join epoch_ends lde on lde.subject_id = ${s}.device_id and lde.epoch = 0`,
    lost: `${s}.device_id is not null and ld.id is null`,
    at: 'lde.ended_at',
    reason: 'lde.end_reason',
    revocation: 'lde.revocation_id',
  }),
  /** The consent that it rests on still stands for it; one that ran out does not, whatever was done to it since. */
  consent: (s: string): Link => ({
    on: `${s}.consent_id`,
    join: `left join consents lc on lc.id = ${s}.consent_id`,
    lost: `${s}.consent_id is not null and (lc.id is null or lc.tokens_ended_at is not null or ${consentRanOut('lc')})`,
    at: `case when ${consentRanOut('lc')} then lc.expires_at else lc.tokens_ended_at end`,
    reason: `case when ${consentRanOut('lc')} then 'EXPIRED' else lc.end_reason end`,
    revocation: `case when ${consentRanOut('lc')} then null else lc.revocation_id end`,
  }),
};

/** Its own end: revoked, used up, or out of time. */
const own = {
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

const hangsOn: Record<Subject, LinkName[]> = {
  session: ['user', 'impersonator', 'deviceLink'],
  token: ['user', 'application', 'family', 'session', 'impersonator', 'deviceLink', 'device', 'consent'],
  accessGrant: ['user', 'application', 'family', 'session', 'impersonator', 'deviceLink', 'device', 'consent'],
};

const linkOf = (subject: Subject, name: LinkName, alias: string): Link =>
  links[name](alias, subject === 'session' ? alias : 'ls');

const ownCauses = (subject: Subject, alias: string): string[] => [
  ...own[subject](alias).causes,
  `(case when ${alias}.expires_at <= now() then ${alias}.expires_at end, 'EXPIRED', null::uuid)`,
];

/** Of causes of death `(at, reason, revocation_id)` the first in time. */
const firstOf = (causes: string[]): string =>
  `select cause.at, cause.reason, cause.revocation_id from (values ${causes.join(',\n          ')}) as cause (at, reason, revocation_id)
        where cause.at is not null order by cause.at, cause.revocation_id is null limit 1`;

export interface Life {
  /** The joins that `live` and `death` speak of; they never change the number of rows. */
  joins: string;
  /** A boolean expression: may it be used now? */
  live: string;
  /** A boolean expression: may it not be used now, but again once its user may sign in? Only of tokens, of which API tokens do. */
  suspended: string;
  /** Joins, after `joins`, the last of them lateral, that gives `death.at`, `death.reason` and `death.revocation_id` of a row that is not live. */
  death: string;
}

/** The predicate for rows of a subject's table under this alias. One call per alias and statement. */
export const lifeOf = (subject: Subject, alias: string): Life => {
  const held = hangsOn[subject].map((name) => linkOf(subject, name, alias));
  const self = own[subject](alias);
  const unless = (holds: (link: Link) => string) =>
    [`not (${self.ended})`, `${alias}.expires_at > now()`, ...held.map(holds)].join('\n      and ');
  const live = unless((link) => `(${link.lost}) is not true`);
  const mayWait = subject === 'token';
  const lostForGood = ({ lost, waits }: Link) => (mayWait && waits ? `(${lost}) and not ${waits}` : lost);
  const causes = [
    ...ownCauses(subject, alias),
    ...held.map((link) => `(case when ${lostForGood(link)} then ${link.at} end, ${link.reason}, ${link.revocation})`),
  ];
  return {
    joins: held.map((link) => link.join).join('\n      '),
    live: `(${live})`,
    suspended: mayWait ? `(${unless((link) => link.waits ?? `(${link.lost}) is not true`)})` : 'false',
    death: `${held.flatMap((link) => link.endJoin ?? []).join('\n      ')}
      left join lateral (
        ${firstOf(causes)}
      ) death on not (${live})`,
  };
};

/**
 * The predicate taken apart, for explanations: a join, after `joins` and `death` of the same life, that gives one row for the subject itself
 * (`self`) and one for each link: `link.name`, the id of what it hangs on or null, whether it holds, and since when, why and by which
 * receipt it does not. The subject is live exactly when all hold.
 */
export const linksOf = (subject: Subject, alias: string): string => {
  const { ended } = own[subject](alias);
  const rows = hangsOn[subject].map((name) => {
    const { on, lost, at, reason, revocation } = linkOf(subject, name, alias);
    const ifLost = (value: string) => `case when ${lost} then ${value} end`;
    return `('${name}', ${on}, (${lost}) is not true, ${ifLost(at)}, ${ifLost(reason)}, ${ifLost(revocation)})`;
  });
  const self = `('self', ${alias}.id, not (${ended}) and ${alias}.expires_at > now(), first.at, first.reason, first.revocation_id)`;
  return `left join lateral (${firstOf(ownCauses(subject, alias))}) first on true
      cross join lateral (values ${[self, ...rows].join(',\n        ')}) as link (name, on_id, holds, at, reason, revocation_id)`;
};

/** What may be used now, or again: what can be ended. */
export const endable = ({ live, suspended }: Life): string => `(${live} or ${suspended})`;

/** The derived columns of a session, token or grant: its status by the predicate, and what ended it before its time. */
export const lifeColumns = (subject: Subject, life: Life): string => {
  const [dead, endedAt] = subject === 'token' ? ['REVOKED', 'revokedAt'] : ['ENDED', 'endedAt'];
  const early = `death.reason <> 'EXPIRED'`;
  const suspended = subject === 'token' ? `when ${life.suspended} then 'SUSPENDED' ` : '';
  return `case when ${life.live} then 'ACTIVE' ${suspended}when death.reason = 'EXPIRED' then 'EXPIRED' else '${dead}' end as "status",
    case when ${early} then death.at end as "${endedAt}", death.reason as "endReason", death.revocation_id as "revocationId"`;
};

/** A consent stands while it is neither revoked nor expired. */
export const consentStands = (c: string): string =>
  `(${c}.revoked_at is null and (${c}.expires_at is null or ${c}.expires_at > now()))`;

/** A filter on the status; `ended` is the word for what died before its time. */
export const statusCondition = (life: Life, wanted: readonly string[], ended: string): string => {
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
