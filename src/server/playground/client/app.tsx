/** The page: a bar with the signed-in user, a message when the session ends, and GraphiQL. */
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import { useEffect, useSyncExternalStore } from 'react';
import { examples } from '../examples';
import { examplesPlugin } from './examples-plugin';
import { fetcher, whoAmI } from './fetcher';
import { current, type Session, signIn, signOut, subscribe } from './session';

const tabs = examples.map(({ query, variables }) => ({ query, variables }));
const plugins = [examplesPlugin];

export function App() {
  const session = useSyncExternalStore(subscribe, current);

  useEffect(() => {
    if (session.state === 'signed-in') void whoAmI();
  }, [session.state]);

  return (
    <>
      <Bar session={session} />
      <Notice session={session} />
      <main>
        <GraphiQL
          fetcher={fetcher}
          defaultTabs={tabs}
          plugins={plugins}
          shouldPersistHeaders={false}
          defaultEditorToolsVisibility="variables"
        >
          <GraphiQL.Logo>
            <FollowSystemTheme />
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}

/** GraphiQL reads the color scheme once at startup; this follows later changes of the system's setting. */
function FollowSystemTheme() {
  const theme = useGraphiQL((state) => state.theme);
  const { setTheme } = useGraphiQLActions();

  useEffect(() => {
    if (theme) return undefined;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setTheme(null);
    dark.addEventListener('change', follow);
    return () => dark.removeEventListener('change', follow);
  }, [theme, setTheme]);

  return null;
}

function Bar({ session }: { session: Session }) {
  return (
    <header>
      <a className="brand" href="/">
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
          <path d="M4 21V9H2V3h4v2h3V3h6v2h3V3h4v6h-2v12h-5v-4a3 3 0 0 0-6 0v4z" />
        </svg>
        Castellan <span>Playground</span>
      </a>
      <p role="status">
        {session.state === 'signed-in' &&
          (session.name ? (
            <>
              Signed in as <bdi data-testid="username">{session.name}</bdi>
            </>
          ) : (
            'Signed in'
          ))}
        {session.state === 'leaving' && 'Please wait…'}
        {(session.state === 'anonymous' || session.state === 'ended') && 'Not signed in'}
      </p>
      {session.state === 'signed-in' ? (
        <button type="button" onClick={() => void signOut()}>
          Sign out
        </button>
      ) : (
        <button type="button" className="first" disabled={session.state === 'leaving'} onClick={() => void signIn()}>
          Sign in
        </button>
      )}
    </header>
  );
}

function Notice({ session }: { session: Session }) {
  if (session.state === 'ended') {
    return (
      <div className="notice alarm" role="alert">
        <p>
          <strong>This session has ended</strong>, so its token no longer works anywhere. Your tabs are kept.
        </p>
        <button type="button" onClick={() => void signIn()}>
          Sign in again
        </button>
      </div>
    );
  }
  if (session.problem) {
    return (
      <div className="notice alarm" role="alert">
        <p>{session.problem}</p>
      </div>
    );
  }
  if (session.state === 'anonymous') {
    return (
      <div className="notice">
        <p>Sign in to run operations. Your roles determine what you can do.</p>
      </div>
    );
  }
  return null;
}
