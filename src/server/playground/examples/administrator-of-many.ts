/** What an administrator plans, and does to many at once. */
import { asRole, variables } from './example';

export const administratorOfMany = asRole('Administrator', [
  {
    title: 'Plan, then apply',
    query: `# Administrator: plan, then apply. Any ending can be
# planned: name one in the selector, with its input.
mutation PlanIt($selector: RevocationSelector!) {
  planRevocation(input: { selector: $selector }) {
    plan {
      token
      expiresAt
      counts {
        users
        deviceLinks
        sessions
        accessTokens
        refreshTokens
        accessGrants
      }
      samples {
        type
        itemId
        user {
          username
        }
      }
      warnings {
        code
        message
        count
      }
      unchanged {
        id
        errors {
          code
          message
        }
      }
    }
    errors {
      code
      message
      path
    }
  }
}

# Put the plan's token below. This ends exactly what
# was planned, or nothing and says what is different.
mutation ApplyIt($planToken: String!) {
  applyRevocation(input: { planToken: $planToken }) {
    revocation {
      id
      action
      counts {
        users
        sessions
        accessTokens
        refreshTokens
        accessGrants
      }
      items(first: 10) {
        nodes {
          type
          itemId
        }
      }
    }
    results {
      id
      changed
      errors {
        code
        message
      }
    }
    errors {
      code
      message
      ... on PlanDrifted {
        planned {
          sessions
          refreshTokens
        }
        actual {
          sessions
          refreshTokens
        }
      }
    }
  }
}
`,
    variables: variables({
      selector: { disableUser: { userId: 'usr_…', reason: 'Left the company' } },
      planToken: 'the token of the plan',
    }),
  },
  {
    title: 'End many by a filter',
    query: `# Administrator: end many by a filter. How many are
# there? A dry run needs no number.
query HowMany($filter: SessionFilter!) {
  sessions(filter: $filter, first: 5) {
    totalCount
    nodes {
      id
      user {
        username
      }
      ip
      lastSeenAt
    }
  }
}

# Put their number below. Should the filter then select
# another, nothing is done. All die in one receipt.
mutation EndThem($filter: SessionFilter!, $expectedCount: Int!, $dryRun: Boolean!) {
  revokeSessions(
    input: {
      filter: $filter
      expectedCount: $expectedCount
      reason: "Signed in from the old network"
      dryRun: $dryRun
    }
  ) {
    revocation {
      id
      counts {
        sessions
        accessTokens
        refreshTokens
      }
    }
    results {
      id
      changed
    }
    errors {
      code
      message
      path
      ... on CountMismatch {
        actual
      }
    }
  }
}
`,
    variables: variables({
      filter: { ip: '127.0.0.1', status: ['ACTIVE'], platform: ['IOS', 'ANDROID', 'WINDOWS'] },
      expectedCount: 0,
      dryRun: true,
    }),
  },
  {
    title: 'Disable several',
    query: `# Administrator: disable several, with a result for
# each. Who is refused does not stop the others.
mutation DisableSeveral($userIds: [ID!]!, $dryRun: Boolean!) {
  disableUsers(input: { userIds: $userIds, reason: "Season is over", dryRun: $dryRun }) {
    results {
      id
      changed
      errors {
        code
        message
      }
    }
    revocation {
      id
      counts {
        users
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
    variables: variables({ userIds: ['usr_…', 'usr_…'], dryRun: true }),
  },
]);
