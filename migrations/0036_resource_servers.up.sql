-- Access tokens that a resource server checks without asking (RFC 9068). They cannot be recalled, so they live for minutes.
alter table applications add column access_token_format text not null default 'OPAQUE' check (access_token_format in ('OPAQUE', 'JWT'));
alter table applications add column access_token_lifetime integer check (access_token_lifetime > 0);
alter table tokens add column format text not null default 'OPAQUE';
create index tokens_jwt on tokens (expires_at) where format = 'JWT';
-- Those that were live when their receipt was written, and until when.
alter table revocations add column residual jsonb;

-- Scopes of a resource server that a user needs a role for, and the roles that give them.
alter table applications add column scopes_need_roles boolean not null default false;
alter table roles add column resource_scopes jsonb not null default '{}';

-- All that a role gives, for comparing what people hold: its permissions, and each scope behind the identifier of its resource server.
create function words_of_scopes(resource_scopes jsonb) returns text[] language sql immutable
  return array(select e.key || ' ' || s.value from jsonb_each(resource_scopes) e, jsonb_array_elements_text(e.value) s order by 1);
alter table roles add column authority text[] not null generated always as (permissions || words_of_scopes(resource_scopes)) stored;
