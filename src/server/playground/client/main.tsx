/** Where the page begins: editor workers, the way back from signing in, then the first picture. */
import 'graphiql/style.css';
import './style.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { finishSignIn } from './session';
import { callback, home, settings } from './settings';

Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string) =>
      new Worker(settings.workers[label as 'editor'] ?? settings.workers.editor),
  },
});

const here = location.origin + location.pathname;

if (location.origin !== new URL(settings.publicUrl).origin) {
  // Another name of the same machine: signing in and GraphQL only work at the public one.
  location.replace(home);
} else {
  if (here === callback) await finishSignIn();
  createRoot(document.getElementById('root')!).render(<App />);
}
