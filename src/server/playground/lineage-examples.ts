/** The playground's operations about where things come from, why they are dead, and what one may do. */
import type { Example } from './examples';

const variables = (values: Record<string, unknown>): string => JSON.stringify(values, null, 2);

export const lineageExamples: readonly Example[] = [
  {
    role: 'Helpdesk',
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
  {
    role: 'Operator',
    title: 'Why is it dead',
    query: `# Operator: a token was found in a log. Is it dead,
# and of what? By its id there is a query of this name.
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
    role: 'Operator',
    title: 'Trace an address',
    query: `# Operator: what came of an address? Begin with
# a tokenId, jti, sessionId or deviceId as well.
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
];
