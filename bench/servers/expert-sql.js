/**
 * The statements of R1*, written for these requests alone. They make the same decisions as the service: whether each row is live, and for rows that
 * are not, which cause of death came first. None is generated, so that a slow statement of the service has nothing to hide behind.
 */
'use strict';

const maySignIn = (u) =>
  `${u}.status in ('ACTIVE', 'PENDING_LOGIN') and (${u}.expires_at is null or ${u}.expires_at > now())`;
const impersonatorHolds = (x) =>
  `(${x}.impersonator_id is null or coalesce(${maySignIn('i')} and i.epoch = ${x}.impersonator_epoch, false))`;
const linkHolds = (x) => `(${x}.device_link_id is null or (l.id is not null and l.ended_at is null))`;
/** When a user who may no longer sign in, or whose epoch was raised, lost what was issued to them. */
const lostAt = (u, id, epoch) =>
  `coalesce((select e.ended_at from epoch_ends e where e.subject_id = ${id} and e.epoch = ${epoch}), least(${u}.disabled_at, case when ${u}.expires_at <= now() then ${u}.expires_at end))`;

const SESSION_IS_LIVE = `s.ended_at is null and s.expires_at > now() and ${maySignIn('u')} and u.epoch = s.user_epoch
      and ${impersonatorHolds('s')} and ${linkHolds('s')}`;

/** When it ended early, where only its expiry could be earlier. An epoch that ended has a row with its time. */
const ENDED_EARLY_AT = `least(case when s.end_reason is distinct from 'EXPIRED' then s.ended_at end,
        case when not (${maySignIn('u')} and u.epoch = s.user_epoch) then ${lostAt('u', 's.user_id', 's.user_epoch')} end,
        case when not ${impersonatorHolds('s')} then ${lostAt('i', 's.impersonator_id', 's.impersonator_epoch')} end,
        case when not ${linkHolds('s')} then l.ended_at end)`;

/** Which cause of death was first matters only to sessions that are not live, and among them to those that have expired. */
const SESSION_STATUS = `case when ${SESSION_IS_LIVE} then 'ACTIVE'
      when s.expires_at > now() and s.end_reason is distinct from 'EXPIRED' then 'ENDED'
      when ${ENDED_EARLY_AT} <= least(case when s.expires_at <= now() then s.expires_at end, case when s.end_reason = 'EXPIRED' then s.ended_at end)
      then 'ENDED' else 'EXPIRED' end`;

/** Active users since a time, newest first, with their two newest sessions and the device of each. */
exports.PAGE = `
  select u.id, u.username, u.name, u.status, u.created_at,
    s.id, s.platform, s.ip, ${SESSION_STATUS}, s.created_at, s.last_seen_at, d.id, d.name, d.platform, d.model
  from (select id, username, name, status, created_at, epoch, expires_at, disabled_at from users
      where status = 'ACTIVE' and last_login_at >= $1 order by id desc limit 20) u
    left join lateral (select * from sessions s where s.user_id = u.id order by s.id desc limit 2) s on true
    left join users i on i.id = s.impersonator_id
    left join device_links l on l.id = s.device_link_id
    left join devices d on d.id = s.device_id
  order by u.id desc`;

/** What a live token depends on, for a token `t`. Each exists only where the token refers to it. */
const TOKEN_JOINS = `join applications a on a.id = t.application_id
    left join users u on u.id = t.user_id
    left join token_families f on f.id = t.family_id
    left join sessions s on s.id = t.session_id
    left join users i on i.id = s.impersonator_id
    left join device_links l on l.id = t.device_link_id
    left join devices d on d.id = t.device_id
    left join consents c on c.id = t.consent_id`;
const TOKEN_IS_LIVE = `t.revoked_at is null and t.consumed_at is null and t.expires_at > now()
    and a.disabled_at is null and a.epoch = t.application_epoch
    and (t.user_id is null or (u.id is not null and ${maySignIn('u')} and (t.user_epoch is null or u.epoch = t.user_epoch)))
    and (t.family_id is null or (f.id is not null and f.ended_at is null))
    and (t.session_id is null or (s.id is not null and s.tokens_ended_at is null
      and not ((t.session_bound or s.impersonator_id is not null) and s.expires_at <= coalesce(s.ended_at, now()))))
    and ${impersonatorHolds('s')} and ${linkHolds('t')}
    and (t.device_id is null or d.id is not null)
    and (t.consent_id is null or (c.id is not null and c.tokens_ended_at is null and (c.expires_at is null or c.expires_at > coalesce(c.revoked_at, now()))))`;

/** Whether a token of a machine may read everything. Tokens of users need their roles too, which this reference does not read. */
exports.MAY_READ = `
  select 'admin' = any(t.scopes) and 'admin' = any(a.scopes) and t.user_id is null and t.device_id is null
  from tokens t ${TOKEN_JOINS}
  where t.hash = $1 and t.kind in ('ACCESS', 'API') and (t.resource is null or t.resource = $2) and ${TOKEN_IS_LIVE}`;

/** The client that has this secret, and the token if it is live, with what limits its scopes. */
exports.INTROSPECT = `
  select k.kind, k.identifier, k.scopes, x.*
  from applications k
    join application_secrets h on h.application_id = k.id and h.hash = $3 and (h.expires_at is null or h.expires_at > now())
    left join lateral (
      select t.id, t.client_id, t.resource, t.payload ->> 'iat' as issued_at, floor(extract(epoch from t.expires_at)) as expires_at, t.user_id,
        u.subject, u.username, t.scopes, case when t.kind <> 'API' then a.scopes end as allowed, c.scopes as consented,
        t.kind <> 'API' and a.first_party and s.impersonator_id is null as may_hold_account
      from tokens t ${TOKEN_JOINS}
      where t.hash = $2 and ${TOKEN_IS_LIVE}) x on true
  where k.client_id = $1 and k.disabled_at is null`;
exports.TOKEN_JOINS = TOKEN_JOINS;
exports.TOKEN_IS_LIVE = TOKEN_IS_LIVE;
