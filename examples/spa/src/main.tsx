/** Reads the settings, finishes a sign-in that is under way, and shows the application. */
import { ApolloProvider } from '@apollo/client/react';
import { createRoot } from 'react-dom/client';
import { createApollo } from './apollo';
import { App } from './app';
import { createUserManager, currentUser, type Settings } from './sign-in';
import './app.css';

const settings = (await (await fetch('/settings.json')).json()) as Settings;
const manager = createUserManager(settings);
const apollo = createApollo(settings.issuer.replace(/oidc$/, 'graphql'), manager);

let problem: string | undefined;
const user = await currentUser(manager).catch((error: unknown) => {
  problem = `Sign-in failed: ${error instanceof Error ? error.message : String(error)}`;
  return null;
});

createRoot(document.getElementById('app')!).render(
  <ApolloProvider client={apollo}>
    <App
      manager={manager}
      isSignedIn={user !== null && user.expired !== true}
      problem={problem}
      forget={() => apollo.clearStore()}
    />
  </ApolloProvider>,
);
