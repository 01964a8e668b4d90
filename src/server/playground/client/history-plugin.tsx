/** The operations that were run since the sign-in, without variables, headers, answers and texts, which can be secrets. */
import { type GraphiQLPlugin, HistoryIcon } from '@graphiql/react';
import { useSyncExternalStore } from 'react';
import type { Example } from '../examples';
import { restored } from './caller';
import { useOpen } from './open-example';
import { history, onHistory } from './storage';

const nameOf = (query: string): string => /^\s*(?:query|mutation)\s+(\w+)/m.exec(query)?.[1] ?? 'without a name';

function History({ offered }: { offered: Example[] }) {
  const open = useOpen(offered);
  const queries = useSyncExternalStore(onHistory, history);

  return (
    <div className="examples">
      <h1>History</h1>
      <p>Values are not kept, and signing out forgets the rest.</p>
      {queries.map((query) => (
        <button key={query} type="button" onClick={() => open(restored(query, offered))}>
          {nameOf(query)}
        </button>
      ))}
    </div>
  );
}

export const historyPlugin = (offered: Example[]): GraphiQLPlugin => ({
  title: 'History',
  icon: HistoryIcon,
  content: () => <History offered={offered} />,
});
