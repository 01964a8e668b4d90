/** What anybody may know and end of their mobile authentication and push. */
import { asRole, variables } from './example';

export const confirmations = asRole('Everyone', [
  {
    title: 'What confirms my sign-ins',
    query: `# Everyone: what confirms my sign-ins? The keys of
# my devices, and where push messages go.
query WhatConfirmsMySignIns {
  pendingAuthentications {
    id
    bindingMessage
    scopes
    expiresAt
    application {
      name
    }
  }
  viewer {
    user {
      id
      devices(first: 10) {
        nodes {
          device {
            id
            name
          }
          mobileAuthentication {
            enabled
            enrolledAt
          }
          pushAuthentication {
            enabled
            enrolledAt
          }
          authenticators {
            id
            kind
            name
            lastUsedAt
          }
        }
      }
    }
  }
}

# One key goes. The last one of a device takes
# mobile authentication with it.
mutation RemoveOneKey($authenticatorId: ID!, $dryRun: Boolean!) {
  removeDeviceAuthenticator(input: { authenticatorId: $authenticatorId, dryRun: $dryRun }) {
    deviceLink {
      mobileAuthentication {
        enabled
      }
    }
    revocation {
      id
      counts {
        authenticators
      }
    }
    errors {
      code
      message
      path
    }
  }
}

# No more messages: the app can still ask.
mutation NoMorePush($userId: ID!, $deviceId: ID!, $dryRun: Boolean!) {
  revokePushNotifications(input: { userId: $userId, deviceId: $deviceId, dryRun: $dryRun }) {
    revocation {
      id
      counts {
        pushEnrollments
      }
    }
    errors {
      code
      message
      path
    }
  }
}

# No more confirming there, with push or without.
# The device and its tokens stay.
mutation NoMoreConfirming($userId: ID!, $deviceId: ID!, $dryRun: Boolean!) {
  revokeMobileAuthentication(
    input: { userId: $userId, deviceId: $deviceId, reason: "Phone mislaid", dryRun: $dryRun }
  ) {
    revocation {
      id
      counts {
        authenticators
        pushEnrollments
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
    variables: variables({ userId: 'usr_…', deviceId: 'dev_…', authenticatorId: 'atr_…', dryRun: true }),
  },
]);
