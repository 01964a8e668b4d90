/** Signed out, or the user's lists. */
import { useQuery } from '@apollo/client/react';
import { ViewerDocument } from '@castellan/client';
import type { UserManager } from 'oidc-client-ts';
import { useEffect, useState } from 'react';
import { Consents, Devices, Sessions } from './lists';
import { signOut } from './sign-in';

const Header = ({ manager }: { manager: UserManager }) => {
  const { data, refetch } = useQuery(ViewerDocument);
  const [problem, setProblem] = useState<string>();
  const leave = () => signOut(manager).catch((error: unknown) => setProblem(String(error)));
  return (
    <header>
      <h1>My access</h1>
      <span data-testid="username">{data?.viewer?.user?.username}</span>
      <button onClick={() => void refetch().catch(() => {})}>Check again</button>
      <button onClick={() => void leave()}>Sign out</button>
      {problem && <p role="alert">{problem}</p>}
    </header>
  );
};

interface Props {
  manager: UserManager;
  isSignedIn: boolean;
  problem?: string | undefined;
  forget(): Promise<unknown>;
}

export const App = ({ manager, isSignedIn: wasSignedIn, problem, forget }: Props) => {
  const [isSignedIn, setSignedIn] = useState(wasSignedIn);
  const [notice, setNotice] = useState(problem);
  useEffect(
    () =>
      // The tokens of this tab are gone: signed out, or refused by the service.
      manager.events.addUserUnloaded(() => {
        setSignedIn(false);
        setNotice('Your access has ended. Sign in again.');
        void forget();
      }),
    [manager, forget],
  );
  if (isSignedIn)
    return (
      <>
        <Header manager={manager} />
        <Sessions />
        <Devices />
        <Consents />
      </>
    );
  return (
    <section>
      <h1>My access</h1>
      {notice && <p role="status">{notice}</p>}
      <button onClick={() => void manager.signinRedirect().catch((error: unknown) => setNotice(String(error)))}>
        Sign in
      </button>
    </section>
  );
};
