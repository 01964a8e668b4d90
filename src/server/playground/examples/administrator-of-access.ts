/** Examples for administrators: roles, groups, applications and devices. */
import { asRole, variables } from './example';

export const administratorOfAccess = asRole('Administrator', [
  {
    task: 'Roles and groups',
    title: 'Assign a role',
    query: `# Administrator: assign a role. With "on" it applies to
# a folder, a group or a user only.
mutation AssignARole($userId: ID!, $role: String!, $on: RoleObjectInput) {
  assignRole(input: { userId: $userId, role: $role, on: $on, reason: "New task" }) {
    user {
      username
      effectiveRoles {
        name
      }
    }
    errors {
      code
      message
      path
    }
  }
}

# Takes it back.
mutation TakeItBack($userId: ID!, $role: String!, $on: RoleObjectInput) {
  unassignRole(input: { userId: $userId, role: $role, on: $on, reason: "Task is done" }) {
    user {
      effectiveRoles {
        name
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
    variables: variables({ userId: 'usr_…', role: 'HELPDESK', on: { path: 'emea' } }),
  },
  {
    task: 'Roles and groups',
    title: 'A role for a group',
    query: `# Administrator: create a role, and a group for it.
mutation CreateARole($roleName: String!) {
  createRole(input: { name: $roleName, permissions: [USERS_READ, SESSIONS_READ] }) {
    role {
      id
      name
      permissions
    }
    errors {
      code
      message
      path
    }
  }
}

# A rule would choose the members by itself.
mutation CreateAGroup($groupName: String!, $path: String) {
  createGroup(input: { name: $groupName, path: $path }) {
    group {
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

# Everybody in the group has the role.
mutation GiveTheGroupTheRole($groupId: ID!, $roleName: String!) {
  assignRole(input: { groupId: $groupId, role: $roleName }) {
    errors {
      code
      message
      path
    }
  }
}

# Adds a member.
mutation AddAMember($groupId: ID!, $userId: ID!) {
  addGroupMember(input: { groupId: $groupId, userId: $userId }) {
    group {
      members(first: 5) {
        nodes {
          username
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
`,
    variables: variables({
      roleName: 'REVIEWER',
      groupName: 'Reviewers',
      path: 'emea',
      groupId: 'grp_…',
      userId: 'usr_…',
    }),
  },
  {
    task: 'Applications',
    title: 'Register an application',
    query: `# Administrator: register an application. Its secret is
# shown once, here. The playground does not keep it.
mutation RegisterAnApplication($input: CreateApplicationInput!) {
  createApplication(input: $input) {
    application {
      id
      clientId
    }
    clientSecret
    errors {
      code
      message
      path
    }
  }
}

# Lets it know the groups of its users.
mutation GiveItGroups($applicationId: ID!, $scopes: [String!], $claims: [ApplicationClaimInput!]) {
  updateApplication(input: { applicationId: $applicationId, scopes: $scopes, claims: $claims }) {
    application {
      scopes
      claims {
        name
        source
        idToken
      }
    }
    errors {
      code
      message
      path
    }
  }
}

# A new secret. The former one works for a day.
mutation NewSecret($applicationId: ID!) {
  rotateClientSecret(input: { applicationId: $applicationId, overlapSeconds: 86400 }) {
    clientSecret
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
        name: 'Wiki',
        kind: 'WEB',
        redirectUris: ['https://wiki.example.com/callback'],
        scopes: ['openid', 'profile'],
      },
      applicationId: 'app_…',
      scopes: ['openid', 'profile', 'groups'],
      claims: [{ name: 'groups', source: 'GROUPS', idToken: true }],
    }),
  },
  {
    task: 'Applications',
    title: 'Disable an application',
    query: `# Administrator: disable an application. All its
# tokens end.
mutation DisableAnApplication($applicationId: ID!, $dryRun: Boolean!) {
  disableApplication(input: { applicationId: $applicationId, reason: "Was broken into", dryRun: $dryRun }) {
    application {
      status
    }
    revocation {
      id
      counts {
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

# Enables it again. What has ended stays ended.
mutation EnableItAgain($applicationId: ID!) {
  enableApplication(input: { applicationId: $applicationId }) {
    application {
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
    variables: variables({ applicationId: 'app_…', dryRun: true }),
  },
  {
    task: 'Sessions, tokens and devices',
    title: 'Disconnect a user from a device',
    query: `# Administrator: disconnect a user from a device. Others
# who use the device stay connected.
mutation DisconnectThem($userId: ID!, $deviceId: ID!, $dryRun: Boolean!) {
  disconnectDevice(input: { userId: $userId, deviceId: $deviceId, reason: "Given away", dryRun: $dryRun }) {
    revocation {
      id
      counts {
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
    variables: variables({ userId: 'usr_…', deviceId: 'dev_…', dryRun: true }),
  },
]);
