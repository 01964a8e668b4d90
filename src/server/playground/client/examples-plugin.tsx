/** The examples in GraphiQL's sidebar that the user may run, by task. They can be limited to those of one role. */
import type { GraphiQLPlugin } from '@graphiql/react';
import { useState } from 'react';
import type { Example } from '../examples';
import { useOpen } from './open-example';

const distinct = <T,>(values: T[]): T[] => [...new Set(values)];

function Examples({ offered }: { offered: Example[] }) {
  const open = useOpen(offered);
  const [role, setRole] = useState('');
  const shown = offered.filter((example) => role === '' || example.role === role);

  return (
    <div className="examples">
      <h1>Examples</h1>
      {offered.length === 0 ? (
        <p>Sign in: the examples depend on what you may do.</p>
      ) : (
        <label>
          For{' '}
          <select value={role} onChange={(event) => setRole(event.target.value)}>
            <option value="">all my roles</option>
            {distinct(offered.map((example) => example.role)).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      )}
      {distinct(shown.map(({ task }) => task)).map((task) => (
        <section key={task}>
          <h2>{task}</h2>
          {shown
            .filter((example) => example.task === task)
            .map((example) => (
              <button key={example.title} type="button" onClick={() => open(example)}>
                {example.title}
              </button>
            ))}
        </section>
      ))}
    </div>
  );
}

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round">
      <path d="M4 5h16M4 10h10M4 15h16M4 20h8" strokeLinecap="round" />
    </svg>
  );
}

export const examplesPlugin = (offered: Example[]): GraphiQLPlugin => ({
  title: 'Examples',
  icon: Icon,
  content: () => <Examples offered={offered} />,
});
