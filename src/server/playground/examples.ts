/** The operations the playground opens with, by the role that would use them. Each is valid against schema.graphql. */
import { lineageExamples } from './lineage-examples';

export interface Example {
  role: 'Everyone' | 'Helpdesk' | 'Operator' | 'Administrator';
  title: string;
  query: string;
  /** JSON, with the places to fill in named. */
  variables?: string;
}

export const examples: readonly Example[] = [
  {
    role: 'Everyone',
    title: 'My account',
    query: `# Everyone: my account.
# Where am I signed in, and what may act for me?
query MyAccount {
  viewer {
    kind
    permissions
    user {
      id
      username
      name
      email
      lastLoginAt
      sessions(first: 10) {
        totalCount
        nodes {
          id
          current
          status
          platform
          os
          browser
          ip
          location
          createdAt
          lastSeenAt
        }
      }
      devices(first: 10) {
        nodes {
          device {
            id
            name
            platform
            application {
              name
            }
          }
          lastSeenAt
        }
      }
      consents(first: 10) {
        nodes {
          id
          application {
            name
          }
          scopes
          createdAt
        }
      }
      tokens(first: 10) {
        nodes {
          id
          kind
          status
          scopes
          expiresAt
          application {
            name
          }
        }
      }
    }
  }
}
`,
  },
  {
    role: 'Everyone',
    title: 'End my other sessions',
    query: `# Everyone: end my other sessions.
# Below: your user id, as MyAccount shows it.
# dryRun shows what would end; false ends it.
mutation EndMyOtherSessions($userId: ID!, $dryRun: Boolean!) {
  revokeAllSessions(
    input: { userId: $userId, exceptCurrent: true, reason: "Signing out elsewhere", dryRun: $dryRun }
  ) {
    revocation {
      id
      counts {
        sessions
        accessTokens
        refreshTokens
        accessGrants
      }
    }
    errors {
      code
      message
      path
    }
  }
}
`,
    variables: variables({ userId: 'usr_…', dryRun: true }),
  },
  {
    role: 'Helpdesk',
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
    role: 'Operator',
    title: 'What happened',
    query: `# Operator: what happened.
# Failed sign-ins and refused requests.
query WhatHappened($types: [EventType!]) {
  events(filter: { type: $types }, first: 50) {
    nodes {
      occurredAt
      type
      outcome
      actor {
        ... on User {
          username
        }
        ... on Application {
          name
        }
      }
      user {
        username
      }
      application {
        name
      }
      ip
      reason
      requestId
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
    variables: variables({ types: ['SIGN_IN_FAILED', 'ACCESS_DENIED', 'TOKEN_REUSED'] }),
  },
  ...lineageExamples,
  {
    role: 'Administrator',
    title: 'Users with live sessions',
    query: `# Administrator: a page of users with live sessions.
# For the next page pass endCursor as "after".
query UsersWithLiveSessions($after: String) {
  users(filter: { hasLiveSession: true }, first: 20, after: $after) {
    totalCount
    totalCountIsEstimate
    nodes {
      id
      username
      status
      roles {
        name
      }
      sessions(filter: { status: ACTIVE }, first: 2) {
        nodes {
          id
          platform
          browser
          ip
          lastSeenAt
          device {
            name
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
  },
  {
    role: 'Administrator',
    title: 'Disable someone (dry run)',
    query: `# Administrator: disable someone.
# With dryRun nothing changes: the counts say
# what would die.
mutation DisableSomeone($userId: ID!, $dryRun: Boolean!) {
  disableUser(input: { userId: $userId, reason: "Left the company", dryRun: $dryRun }) {
    user {
      id
      username
      status
    }
    revocation {
      id
      counts {
        users
        sessions
        accessTokens
        refreshTokens
        apiTokens
        accessGrants
      }
    }
    errors {
      code
      message
      path
    }
  }
}
`,
    variables: variables({ userId: 'usr_…', dryRun: true }),
  },
  {
    role: 'Administrator',
    title: 'Revoke a session',
    query: `# Administrator: revoke a session. It and its
# tokens are dead before this answers.
mutation RevokeASession($sessionId: ID!) {
  revokeSession(input: { sessionId: $sessionId, reason: "Looked wrong" }) {
    session {
      id
      status
      endedAt
      endReason
    }
    revocation {
      id
      counts {
        sessions
        accessTokens
        refreshTokens
      }
    }
    errors {
      code
      message
      path
    }
  }
}
`,
    variables: variables({ sessionId: 'ses_…' }),
  },
];

function variables(values: Record<string, unknown>): string {
  return JSON.stringify(values, null, 2);
}
