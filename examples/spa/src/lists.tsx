/**
 * The user's sessions, devices and consents, each with a button that ends it. The payload of the mutation contains the object with its new status,
 * so Apollo's cache updates the object, and the list shows what is still active: no list is read again.
 */
import { useMutation, useQuery } from '@apollo/client/react';
import {
  MyConsentsDocument,
  MyDevicesDocument,
  MySessionsDocument,
  RemoveMyDeviceDocument,
  RevokeConsentDocument,
  RevokeSessionDocument,
} from '@castellan/client';
import { type ReactNode, useState } from 'react';

interface Ended {
  errors: { message: string }[];
}

interface RowProps {
  children: ReactNode;
  /** Ends it, and returns the payload of the mutation. */
  end?: () => Promise<Ended | undefined>;
  label: string;
}

const Row = ({ children, end, label }: RowProps) => {
  const [problem, setProblem] = useState<string>();
  const click = async () => {
    try {
      const payload = await end!();
      setProblem(payload?.errors[0]?.message);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <li>
      <span>{children}</span>
      {end && <button onClick={() => void click()}>{label}</button>}
      {problem && <p role="alert">{problem}</p>}
    </li>
  );
};

const List = ({
  title,
  query,
  children,
}: {
  title: string;
  query: { loading: boolean; error?: Error | undefined };
  children: ReactNode[];
}) => (
  <section aria-label={title}>
    <h2>{title}</h2>
    {query.loading && <p>Loading …</p>}
    {query.error && <p role="alert">{query.error.message}</p>}
    <ul>{children}</ul>
    {!query.loading && !query.error && children.length === 0 && <p>None.</p>}
  </section>
);

const isActive = ({ status }: { status: string }) => status === 'ACTIVE';
const time = (text: string | null) => (text ? new Date(text).toLocaleString() : 'never');

export const Sessions = () => {
  const query = useQuery(MySessionsDocument);
  const [revoke] = useMutation(RevokeSessionDocument);
  const sessions = query.data?.viewer?.user?.sessions.nodes.filter(isActive) ?? [];
  const end = async (sessionId: string) => (await revoke({ variables: { input: { sessionId } } })).data?.revokeSession;
  return (
    <List title="Sessions" query={query}>
      {sessions.map(({ id, current, browser, platform, lastSeenAt }) => (
        <Row key={id} label="End" {...(current ? {} : { end: () => end(id) })}>
          {browser ?? platform}, last seen {time(lastSeenAt)} {current && <strong>(this one)</strong>}
        </Row>
      ))}
    </List>
  );
};

export const Devices = () => {
  const query = useQuery(MyDevicesDocument);
  const [remove] = useMutation(RemoveMyDeviceDocument);
  const links = query.data?.viewer?.user?.devices.nodes.filter(isActive) ?? [];
  const end = async (deviceId: string) => (await remove({ variables: { input: { deviceId } } })).data?.removeMyDevice;
  return (
    <List title="Devices" query={query}>
      {links.map(({ id, device, lastSeenAt }) => (
        <Row key={id} label="Remove" {...(device ? { end: () => end(device.id) } : {})}>
          {device?.name}, last seen {time(lastSeenAt)}
        </Row>
      ))}
    </List>
  );
};

export const Consents = () => {
  const query = useQuery(MyConsentsDocument);
  const [revoke] = useMutation(RevokeConsentDocument);
  const consents = query.data?.viewer?.user?.consents.nodes.filter(isActive) ?? [];
  const end = async (consentId: string) => (await revoke({ variables: { input: { consentId } } })).data?.revokeConsent;
  return (
    <List title="Consents" query={query}>
      {consents.map(({ id, application, scopes }) => (
        <Row key={id} label="Revoke" end={() => end(id)}>
          {application?.name}: {scopes.join(', ')}
        </Row>
      ))}
    </List>
  );
};
