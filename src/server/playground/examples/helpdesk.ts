/** Examples for the helpdesk. */
import { asRole, variables } from './example';

export const helpdesk = asRole('Helpdesk', [
  {
    task: 'Users',
    title: 'Find a user',
    query: `# Helpdesk: find a user, with devices
# and latest events.
query FindAPerson($search: String!) {
  users(filter: { search: $search }, first: 5) {
    totalCount
    nodes {
      id
      username
      name
      email
      status
      disabledReason
      lastLoginAt
      devices(first: 5) {
        nodes {
          device {
            id
            name
            platform
            model
          }
          lastSeenAt
        }
      }
      latestEvents {
        type
        outcome
        occurredAt
        reason
      }
    }
  }
}
`,
    variables: variables({ search: 'a' }),
  },
  {
    task: 'Users',
    title: 'What can I do?',
    query: `# Helpdesk: what can I do for a user, and if not, why?
# The mutations run the same checks.
query WhatMayIDo($username: String!) {
  user(by: { username: $username }) {
    id
    username
    status
    viewerCanDisable {
      allowed
      code
      reason
    }
    viewerCanSetPassword {
      allowed
      code
      reason
    }
    viewerCanRevokeAllSessions {
      allowed
      code
      reason
    }
  }
}
`,
    variables: variables({ username: 'aiko' }),
  },
]);
