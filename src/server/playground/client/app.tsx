/** The page: a bar with the signed-in user, a message when the session ends, and GraphiQL. */
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { examples } from '../examples';
import { type Caller, offeredTo, restored } from './caller';
import { examplesPlugin } from './examples-plugin';
import { fetcher } from './fetcher';
import { historyPlugin } from './history-plugin';
import { current, type Session, setOperations, signIn, signOut, subscribe } from './session';
import { storage, takeOperations } from './storage';

/** What does not change while the page is open: the user can only change by leaving it. */
function prepare(caller: Caller | undefined) {
  const offered = offeredTo(caller);
  const kept = takeOperations().map((query) => restored(query, offered));
  const tabs = kept.length > 0 ? kept : [offered[0] ?? examples[0]!];
  return {
    tabs: tabs.map(({ query, variables }) => ({ query, variables: variables ?? null })),
    plugins: [examplesPlugin(offered), historyPlugin(offered)],
  };
}

export function App({ caller }: { caller: Caller | undefined }) {
  const session = useSyncExternalStore(subscribe, current);
  const [{ tabs, plugins }] = useState(() => prepare(caller));

  return (
    <>
      <Bar session={session} name={caller?.name} />
      <Notice session={session} />
      <main>
        <GraphiQL
          fetcher={fetcher}
          storage={storage}
          defaultTabs={tabs}
          initialVariables={tabs[0]!.variables ?? ''}
          plugins={plugins}
          shouldPersistHeaders={false}
          defaultEditorToolsVisibility="variables"
        >
          <GraphiQL.Logo>
            <FollowSystemTheme />
            <KeepOperations />
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}

/** Tells the sign-in what is in the tabs. The editor has the newest text of its tab. */
function KeepOperations() {
  const tabs = useGraphiQL((state) => state.tabs);
  const active = useGraphiQL((state) => state.activeTabIndex);
  const editor = useGraphiQL((state) => state.queryEditor);

  useEffect(() => {
    setOperations(() => tabs.map(({ query }, i) => (i === active ? editor?.getValue() : undefined) ?? query ?? ''));
  }, [tabs, active, editor]);

  return null;
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

function Bar({ session, name }: { session: Session; name: string | undefined }) {
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
          (name ? (
            <>
              Signed in as <bdi data-testid="username">{name}</bdi>
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
          <strong>This session has ended</strong>, so its token no longer works anywhere. Signing in again keeps your
          operations, but not their variables.
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
