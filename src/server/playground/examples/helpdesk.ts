/** What the helpdesk may look at. */
import { asRole, variables } from './example';

export const helpdesk = asRole('Helpdesk', [
  {
    title: 'Find a person',
    query: `# Helpdesk: find a person, their devices
# and what happened to them lately.
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
    title: 'What may I do',
    query: `# Helpdesk: what may I do for somebody, and if
# not, why? The mutations give the same answers.
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
