/** The playground's example operations, by the role that would use them. Each is valid against schema.graphql. */
import { administrator } from './administrator';
import { administratorOfMany } from './administrator-of-many';
import { confirmations } from './confirmations';
import { everyone } from './everyone';
import type { Example } from './example';
import { helpdesk } from './helpdesk';
import { operator } from './operator';

export type { Example };

export const examples: readonly Example[] = [
  ...everyone,
  ...confirmations,
  ...helpdesk,
  ...operator,
  ...administrator,
  ...administratorOfMany,
];
