/** Examples for operators: what happened, what was revoked, where things came from and why they ended. */
import { asRole, variables } from './example';

export const operator = asRole('Operator', [
  {
    task: 'What happened',
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
  {
    task: 'What happened',
    title: 'What was ended',
    query: `# Operator: what was ended, by whom and why?
# Receipts by action, actor, target, reason and time.
query WhatWasEnded($filter: RevocationFilter) {
  revocations(filter: $filter, first: 20) {
    totalCount
    nodes {
      id
      action
      reason
      requestedAt
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
      counts {
        users
        devices
        sessions
        accessTokens
        refreshTokens
        consents
      }
      items(first: 5) {
        nodes {
          type
          itemId
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
    variables: variables({ filter: { action: ['disableUser', 'revokeSession'], from: '2026-01-01T00:00:00Z' } }),
  },
  {
    task: 'What happened',
    title: 'Why has it ended?',
    query: `# Operator: a token was found in a log. Has it ended,
# and why? There is also a query by token id.
mutation WhyIsItDead($token: String!) {
  explainToken(input: { token: $token }) {
    explanation {
      live
      token {
        kind
        status
        createdAt
        lastUsedAt
      }
      links {
        kind
        id
        bound
        holds
        since
        reason
        revocation {
          id
          action
          reason
          actor {
            ... on User {
              username
            }
            ... on Application {
              name
            }
          }
        }
      }
    }
    errors {
      code
      message
    }
  }
}
`,
    variables: variables({ token: 'the value' }),
  },
  {
    task: 'What happened',
    title: 'Trace an address',
    query: `# Operator: trace activity from an IP address.
# Also by tokenId, jti, sessionId or deviceId.
query TraceAnAddress($by: TraceBy!) {
  trace(by: $by) {
    sessions(first: 10) {
      nodes {
        id
        status
        createdAt
        user {
          username
        }
        tokenFamilies(first: 10) {
          nodes {
            id
            status
            endReason
            application {
              name
            }
            consent {
              id
              status
            }
            accessGrant {
              id
              status
            }
            tokens(first: 10) {
              nodes {
                id
                kind
                status
                endReason
              }
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
}
`,
    variables: variables({ by: { ip: '127.0.0.1' } }),
  },
]);
