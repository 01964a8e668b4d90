/** Examples for everyone: credentials of one's own, and what has access to the account. */
import { asRole, variables } from './example';
import { mine } from './own';

export const everyoneAccess = asRole('Everyone', [
  {
    task: 'My account',
    title: 'Change my password',
    query: `# Everyone: change my password. All other sessions
# of mine end. The playground keeps neither password.
mutation ChangeMyPassword($currentPassword: String!, $newPassword: String!) {
  changeMyPassword(input: { currentPassword: $currentPassword, newPassword: $newPassword }) {
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
    variables: variables({ currentPassword: 'the current one', newPassword: 'a new one' }),
  },
  {
    task: 'My account',
    title: 'Export my data',
    query: `# Everyone: export all that is stored about me.
mutation ExportMyData($userId: ID!) {
  exportUserData(input: { userId: $userId, reason: "Wanted to know" }) {
    data
    errors {
      code
      message
      path
    }
  }
}
`,
    variables: variables({ userId: mine.userId }),
  },
  {
    task: 'My account',
    title: 'End one of my sessions',
    query: `# Everyone: where am I signed in?
query MySessions($userId: ID!) {
  sessions(filter: { userId: $userId, status: [ACTIVE] }, first: 10) {
    nodes {
      id
      current
      platform
      browser
      ip
      lastSeenAt
    }
  }
}

# Ends one of them, with its tokens.
mutation EndMySession($sessionId: ID!, $dryRun: Boolean!) {
  revokeSession(input: { sessionId: $sessionId, reason: "Forgot to sign out", dryRun: $dryRun }) {
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
    variables: variables({ userId: mine.userId, sessionId: mine.sessionId, dryRun: true }),
  },
  {
    task: 'My apps and devices',
    title: 'Rename one of my devices',
    query: `# Everyone: rename one of my devices.
mutation RenameMyDevice($deviceId: ID!, $name: String!) {
  updateMyDevice(input: { deviceId: $deviceId, name: $name }) {
    device {
      id
      name
    }
    errors {
      code
      message
      path
    }
  }
}
`,
    variables: variables({ deviceId: mine.deviceId, name: 'Phone in the kitchen' }),
  },
  {
    task: 'My apps and devices',
    title: 'Withdraw a consent',
    query: `# Everyone: what have I allowed which application?
query MyConsents($userId: ID!) {
  consents(filter: { userId: $userId }, first: 10) {
    nodes {
      id
      application {
        id
        name
      }
      scopes
      createdAt
    }
  }
}

# The application must ask again.
mutation WithdrawAConsent($consentId: ID!, $dryRun: Boolean!) {
  revokeConsent(input: { consentId: $consentId, reason: "Not used any more", dryRun: $dryRun }) {
    consentId
    revocation {
      id
      counts {
        consents
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
    variables: variables({ userId: mine.userId, consentId: mine.consentId, dryRun: true }),
  },
  {
    task: 'My apps and devices',
    title: 'Revoke one of my tokens',
    query: `# Everyone: my tokens that still work.
query MyTokens($userId: ID!) {
  tokens(filter: { userId: $userId, kind: [API, REFRESH], status: [ACTIVE] }, first: 10) {
    nodes {
      id
      kind
      name
      scopes
      lastUsedAt
      expiresAt
    }
  }
}

# Revokes one of them.
mutation RevokeMyToken($tokenId: ID!, $dryRun: Boolean!) {
  revokeToken(input: { tokenId: $tokenId, reason: "Was in a log", dryRun: $dryRun }) {
    token {
      id
      status
    }
    errors {
      code
      message
      path
    }
  }
}
`,
    variables: variables({ userId: mine.userId, tokenId: mine.tokenId, dryRun: true }),
  },
  {
    task: 'My apps and devices',
    title: 'Take all access from an application',
    query: `# Everyone: which applications do I use?
query MyApplications {
  applications(first: 10) {
    nodes {
      id
      name
      kind
    }
  }
}

# Ends all that one of them has from me.
mutation NoMoreAccess($userId: ID!, $applicationId: ID!, $dryRun: Boolean!) {
  revokeApplicationAccess(
    input: { userId: $userId, applicationId: $applicationId, reason: "Not used any more", dryRun: $dryRun }
  ) {
    application {
      name
    }
    revocation {
      id
      counts {
        consents
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
    variables: variables({ userId: mine.userId, applicationId: mine.applicationId, dryRun: true }),
  },
]);
