drop table if exists settings, signing_keys, oidc_artifacts, events, idempotency_keys, revocation_items, revocations, epoch_ends,
  tokens, access_grants, token_families, consents, sessions, device_links, devices, application_secrets, applications, user_roles,
  roles, passwords, users cascade;
drop extension if exists pg_trgm;
