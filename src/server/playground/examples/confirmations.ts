/** Examples for everyone: viewing and revoking mobile authentication and push. */
import { asRole, variables } from './example';
import { mine } from './own';

export const confirmations = asRole('Everyone', [
  {
    task: 'My apps and devices',
    title: 'What confirms my sign-ins',
    query: `# Everyone: which devices confirm my sign-ins?
# Their keys, and which of them receive push messages.
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

# Removes one key. Removing the last key of a device
# ends mobile authentication on it.
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

# Stops push messages. The app can still poll.
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

# The device can no longer confirm sign-ins, with or
# without push. The device and its tokens remain.
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
    variables: variables({
      userId: mine.userId,
      deviceId: mine.deviceId,
      authenticatorId: mine.authenticatorId,
      dryRun: true,
    }),
  },
]);
