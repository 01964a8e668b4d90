/** Examples for administrators: accounts, from the first day to the last. */
import { asRole, variables } from './example';

export const administratorOfUsers = asRole('Administrator', [
  {
    task: 'Users',
    title: 'Create a user',
    query: `# Administrator: create a user. Without a password they
# get one by a recovery link or an invitation.
mutation CreateAUser($input: CreateUserInput!) {
  createUser(input: $input) {
    user {
      id
      username
      status
      path
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
      input: {
        username: 'new.colleague',
        name: 'New Colleague',
        email: 'new.colleague@example.com',
        path: 'emea/sales',
        attributes: { department: 'Sales' },
        dryRun: true,
      },
    }),
  },
  {
    task: 'Users',
    title: 'Change a user',
    query: `# Administrator: change a user. Only what you give is
# changed; "attributes" are replaced as a whole.
mutation ChangeAUser($userId: ID!, $name: String, $path: String, $dryRun: Boolean!) {
  updateUser(input: { userId: $userId, name: $name, path: $path, dryRun: $dryRun }) {
    user {
      username
      name
      path
    }
    errors {
      code
      message
      path
    }
  }
}
`,
    variables: variables({ userId: 'usr_…', name: 'Another Name', path: 'emea/support', dryRun: true }),
  },
  {
    task: 'Users',
    title: 'Set a password',
    query: `# Administrator: set a password, which the user must
# change at the next sign-in. It is not kept here.
mutation SetAPassword($userId: ID!, $password: String!) {
  setUserPassword(input: { userId: $userId, password: $password, reason: "Asked at the desk" }) {
    user {
      username
    }
    errors {
      code
      message
      path
    }
  }
}

# The user must choose a new password.
mutation DemandANewOne($userId: ID!) {
  requirePasswordChange(input: { userId: $userId }) {
    user {
      passwordChangeRequiredAt
    }
    errors {
      code
      message
      path
    }
  }
}
`,
    variables: variables({ userId: 'usr_…', password: 'a first password' }),
  },
  {
    task: 'Users',
    title: 'Close a stolen account',
    query: `# Administrator: close a stolen account. It is disabled,
# and its sessions, tokens and keys end.
mutation CloseIt($userId: ID!, $dryRun: Boolean!) {
  lockdownUser(input: { userId: $userId, reason: "Stolen", dryRun: $dryRun }) {
    user {
      status
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

# Opens it again. What has ended stays ended.
mutation OpenItAgain($userId: ID!) {
  enableUser(input: { userId: $userId, reason: "It is theirs again" }) {
    user {
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
    variables: variables({ userId: 'usr_…', dryRun: true }),
  },
  {
    task: 'Users',
    title: 'A last day',
    query: `# Administrator: schedule an off-boarding.
mutation LastDay($userId: ID!, $dueAt: DateTime!) {
  scheduleOffboarding(input: { userId: $userId, action: DISABLE, dueAt: $dueAt, reason: "Contract ends" }) {
    user {
      username
      offboarding {
        action
        dueAt
      }
    }
    errors {
      code
      message
      path
    }
  }
}

# Deletes a user who is disabled already.
mutation DeleteForGood($userId: ID!, $dryRun: Boolean!) {
  deleteUser(input: { userId: $userId, reason: "Left a year ago", dryRun: $dryRun }) {
    deletedUserId
    revocation {
      id
      counts {
        users
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
    variables: variables({ userId: 'usr_…', dueAt: '2099-12-31T17:00:00Z', dryRun: true }),
  },
]);
