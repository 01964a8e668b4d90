/** The entry point: editor workers, the sign-in callback, then the first render. */
import 'graphiql/style.css';
import './style.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { findCaller } from './caller';
import { accessToken, current, finishSignIn, signIn, wasSignedIn } from './session';
import { callback, home, settings } from './settings';
import { removeWhatEarlierVersionsKept } from './storage';

Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string) =>
      new Worker(settings.workers[label as 'editor'] ?? settings.workers.editor),
  },
});

const here = location.origin + location.pathname;

if (location.origin !== new URL(settings.publicUrl).origin) {
  // Another host name of the same machine: sign-in and GraphQL only work at the public one.
  location.replace(home);
} else {
  removeWhatEarlierVersionsKept();
  if (here === callback) await finishSignIn();
  else if (wasSignedIn()) await signIn({ silent: true });
  if (current().state !== 'leaving') {
    const caller = accessToken() ? await findCaller() : undefined;
    createRoot(document.getElementById('root')!).render(<App caller={caller} />);
  }
}
