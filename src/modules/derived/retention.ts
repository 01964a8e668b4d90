/** How long the records of what credentials were created with are kept. */
import type { RetentionRule } from '../../core/module/retention';

/** Tables of things that can be derived, with the column that has their id. */
const DERIVED: [string, string][] = [
  ...[
    'authenticators',
    'tokens',
    'application_secrets',
    'applications',
    'users',
    'invitations',
    'links',
    'devices',
    'sessions',
    'token_families',
    'user_roles',
    'role_assignments',
    'group_members',
    'offboardings',
  ].map((table): [string, string] => [table, 'id']),
  ['passwords', 'id'],
  ['applications', 'registration_token_id'],
];

export const retention: RetentionRule[] = [
  {
    // Kept as long as either end of the record exists, and while something else was created with the thing.
    name: 'derived credentials',
    table: 'derived_credentials',
    endedAt: 'x.created_at',
    keepFor: 'retention.tokens',
    neededBy: [
      ...DERIVED.map(([table, column]) => `select from ${table} o where o.${column} = x.credential_id`),
      'select from tokens o where o.id = x.token_id',
      'select from token_families o where o.id = x.family_id',
      'select from sessions o where o.id = x.session_id',
      ...['source_id', 'token_id', 'session_id', 'family_id'].map(
        (column) => `select from derived_credentials o where o.${column} = x.credential_id`,
      ),
    ],
  },
];
