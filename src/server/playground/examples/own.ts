/** The caller's own ids, which the playground puts into the variables of examples. */

/** Placeholders in examples. One stays as it is where the caller has no such thing. */
export const mine = {
  userId: 'my usr_…',
  username: 'my username',
  sessionId: 'my ses_…',
  deviceId: 'my dev_…',
  authenticatorId: 'my atr_…',
  consentId: 'my cns_…',
  tokenId: 'my tok_…',
  applicationId: 'my app_…',
} as const;

export type OwnIds = Partial<Record<keyof typeof mine, string>>;

/** Who the caller is, what they may do, and their ids. */
export const WHO_AM_I = `query WhoAmI {
  viewer {
    kind
    permissions
    application {
      id
    }
    session {
      id
    }
    user {
      id
      username
      effectiveRoles {
        permissions
        assignments {
          on {
            path
          }
        }
      }
      sessions(filter: { status: ACTIVE }, first: 2) {
        nodes {
          id
          current
        }
      }
      devices(first: 1) {
        nodes {
          device {
            id
          }
          authenticators {
            id
          }
        }
      }
      consents(first: 5) {
        nodes {
          id
          application {
            id
          }
        }
      }
      tokens(filter: { kind: [API, REFRESH], status: [ACTIVE] }, first: 1) {
        nodes {
          id
        }
      }
    }
  }
}`;

interface Nodes<Node> {
  nodes: Node[];
}

/** The answer to `WHO_AM_I`. */
export interface Viewer {
  kind: string;
  permissions: string[];
  application: { id: string };
  session: { id: string } | null;
  user: {
    id: string;
    username: string;
    effectiveRoles: { permissions: string[]; assignments: { on: object | null }[] }[];
    sessions: Nodes<{ id: string; current: boolean }>;
    devices: Nodes<{ device: { id: string }; authenticators: { id: string }[] }>;
    consents: Nodes<{ id: string; application: { id: string } | null }>;
    tokens: Nodes<{ id: string }>;
  } | null;
}

/** Things other than those that the playground itself uses, because examples end them. */
export const ownIds = ({ user, session, application: playground }: Viewer): OwnIds => {
  if (!user) return {};
  const consent = user.consents.nodes.find(({ application }) => application && application.id !== playground.id);
  const ids: Record<keyof typeof mine, string | undefined> = {
    userId: user.id,
    username: user.username,
    sessionId: user.sessions.nodes.find(({ current }) => !current)?.id ?? session?.id,
    deviceId: user.devices.nodes[0]?.device.id,
    authenticatorId: user.devices.nodes[0]?.authenticators[0]?.id,
    consentId: consent?.id,
    tokenId: user.tokens.nodes[0]?.id,
    applicationId: consent?.application?.id,
  };
  return Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== undefined));
};

/** The variables of an example with the caller's own ids. */
export const fillIn = (variables: string | undefined, ids: OwnIds): string | undefined =>
  variables &&
  Object.entries(ids).reduce(
    (text, [name, id]) => text.replaceAll(JSON.stringify(mine[name as keyof typeof mine]), JSON.stringify(id)),
    variables,
  );
