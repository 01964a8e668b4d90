/** The playground's example operations, by the role that would use them. Each is valid against schema.graphql. */
import { administrator } from './administrator';
import { administratorOfAccess } from './administrator-of-access';
import { administratorOfMany } from './administrator-of-many';
import { administratorOfUsers } from './administrator-of-users';
import { confirmations } from './confirmations';
import { everyone } from './everyone';
import { everyoneAccess } from './everyone-access';
import type { Example } from './example';
import { helpdesk } from './helpdesk';
import { operator } from './operator';
import { operatorLists } from './operator-lists';

export type { Example };

export const examples: readonly Example[] = [
  ...everyone,
  ...everyoneAccess,
  ...confirmations,
  ...helpdesk,
  ...operator,
  ...operatorLists,
  ...administrator,
  ...administratorOfUsers,
  ...administratorOfAccess,
  ...administratorOfMany,
];
