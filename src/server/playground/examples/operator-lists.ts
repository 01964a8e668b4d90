/** Examples for operators: what there is. */
import { asRole, variables } from './example';

export const operatorLists = asRole('Operator', [
  {
    task: 'Users',
    title: 'Folders and their users',
    query: `# Operator: the folders below one, with their users.
query Folders($below: String!) {
  folders(below: $below) {
    path
    users
    usersHere
  }
}
`,
    variables: variables({ below: '' }),
  },
  {
    task: 'Roles and groups',
    title: 'Roles and groups',
    query: `# Operator: all roles, and the groups that give some.
query RolesAndGroups($search: String) {
  roles {
    id
    name
    description
    builtIn
    permissions
  }
  groups(filter: { search: $search }, first: 20) {
    nodes {
      id
      name
      path
      rule {
        path
        types
      }
      assignments {
        role {
          name
        }
      }
      members(first: 5) {
        totalCount
        nodes {
          username
        }
      }
    }
  }
}
`,
    variables: variables({ search: null }),
  },
  {
    task: 'Applications',
    title: 'Applications and who uses them',
    query: `# Operator: applications.
query Applications($search: String) {
  applications(filter: { search: $search, status: [ENABLED] }, first: 20) {
    nodes {
      id
      name
      clientId
      kind
      consentMode
      scopes
      claims {
        name
        source
        attribute
        scope
        idToken
      }
    }
  }
}

# The consents for one, and its tokens that still work.
query WhoUsesIt($applicationId: ID!) {
  consents(filter: { applicationId: $applicationId }, first: 10) {
    totalCount
    nodes {
      user {
        username
      }
      scopes
    }
  }
  tokens(filter: { applicationId: $applicationId, status: [ACTIVE] }, first: 10) {
    totalCount
    nodes {
      id
      kind
      user {
        username
      }
    }
  }
}
`,
    variables: variables({ search: null, applicationId: 'app_…' }),
  },
  {
    task: 'Sessions, tokens and devices',
    title: 'Devices and their users',
    query: `# Operator: devices by platform, with their users.
query Devices($platform: [Platform!]) {
  devices(filter: { platform: $platform }, first: 20) {
    nodes {
      id
      name
      platform
      appVersion
      lastSeenAt
      users(first: 5) {
        nodes {
          user {
            username
          }
        }
      }
    }
  }
}
`,
    variables: variables({ platform: ['IOS', 'ANDROID'] }),
  },
]);
