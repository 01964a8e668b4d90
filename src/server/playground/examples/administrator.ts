/** Examples for administrators: single objects. */
import { asRole, variables } from './example';

export const administrator = asRole('Administrator', [
  {
    task: 'Users',
    title: 'Users with live sessions',
    query: `# Administrator: a page of users with live sessions.
# For the next page, pass endCursor as "after".
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
    task: 'Users',
    title: 'Disable a user (ifVersion)',
    query: `# Administrator: disable a user. First check whether
# this is the right user and whether you can.
query SomeoneToDisable($userId: ID!) {
  user(by: { id: $userId }) {
    username
    status
    version
    viewerCanDisable {
      allowed
      code
      reason
    }
  }
}

# ifVersion prevents overwriting someone else's
# change. dryRun changes nothing: the counts show
# what would end.
mutation DisableSomeone($userId: ID!, $version: Int, $dryRun: Boolean!) {
  disableUser(
    input: { userId: $userId, ifVersion: $version, reason: "Left the company", dryRun: $dryRun }
  ) {
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
      ... on VersionConflict {
        current
      }
    }
  }
}
`,
    variables: variables({ userId: 'usr_…', version: null, dryRun: true }),
  },
  {
    task: 'Sessions, tokens and devices',
    title: 'Revoke a session',
    query: `# Administrator: revoke a session. It and its tokens
# have ended when the response arrives.
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
  {
    task: 'Settings',
    title: 'Settings',
    query: `# Administrator: lifetimes, limits and cascades.
query SettingsNow {
  settings {
    version
    sessionsIdleLifetime {
      value
      default
      minimum
      maximum
    }
    sessionsLimitPerUser {
      value
    }
    tokensAccessLifetime {
      value
    }
    consentsRevokeCascade {
      value
    }
  }
}

# Applies to whatever is issued from now on. ifVersion
# prevents overwriting someone else's change.
mutation ChangeSettings($sessionsLimitPerUser: Int, $version: Int, $dryRun: Boolean!) {
  updateSettings(
    input: {
      sessionsLimitPerUser: $sessionsLimitPerUser
      ifVersion: $version
      reason: "Ten are enough"
      dryRun: $dryRun
    }
  ) {
    settings {
      version
      sessionsLimitPerUser {
        value
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
    variables: variables({ sessionsLimitPerUser: 10, version: null, dryRun: true }),
  },
]);
