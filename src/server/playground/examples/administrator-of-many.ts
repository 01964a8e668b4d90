/** Examples for administrators: plans and bulk mutations. */
import { asRole, variables } from './example';

export const administratorOfMany = asRole('Administrator', [
  {
    task: 'Many at once',
    title: 'Plan, then apply',
    query: `# Administrator: plan, then apply. Choose a mutation
# in the selector, with its input.
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
# was planned, or reports the differences.
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
    task: 'Many at once',
    title: 'End many objects by filter',
    query: `# Administrator: end many objects by filter. A dry run
# counts the matches and needs no expected count.
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

# Put the count below. If it differs, nothing is done.
# One receipt lists everything that ended.
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
    task: 'Many at once',
    title: 'Disable several users',
    query: `# Administrator: disable several users. Each has its
# own result; a refusal does not stop the others.
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
