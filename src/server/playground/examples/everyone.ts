/** Examples for everyone: managing your own account with scope `self`. */
import { asRole, variables } from './example';
import { mine } from './own';

export const everyone = asRole('Everyone', [
  {
    task: 'My account',
    title: 'My account',
    query: `# Everyone: my account.
# Where am I signed in, and which apps have access?
query MyAccount {
  viewer {
    kind
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
    permissions
  }
}
`,
  },
  {
    task: 'My account',
    title: 'End my other sessions',
    query: `# Everyone: end my other sessions.
# dryRun shows what would end; set it to false to run.
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
    variables: variables({ userId: mine.userId, dryRun: true }),
  },
  {
    task: 'My apps and devices',
    title: 'Remove one of my devices',
    query: `# Everyone: remove a lost or sold device.
# Which devices are there, and can I remove them?
query MyDevices {
  viewer {
    user {
      devices(first: 10) {
        nodes {
          lastSeenAt
          device {
            id
            name
            platform
            viewerCanRemove {
              allowed
              code
              reason
            }
          }
        }
      }
    }
  }
}

# Deletes the device if you are its only user;
# otherwise it only disconnects you.
mutation RemoveADevice($deviceId: ID!, $dryRun: Boolean!) {
  removeMyDevice(input: { deviceId: $deviceId, reason: "Sold", dryRun: $dryRun }) {
    removedDeviceId
    deviceDeleted
    revocation {
      id
      counts {
        devices
        deviceLinks
        sessions
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
    variables: variables({ deviceId: mine.deviceId, dryRun: true }),
  },
]);
