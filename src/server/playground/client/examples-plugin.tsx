/** The examples in GraphiQL's sidebar. Each opens in its own tab, also after its first tab was closed. */
import { type GraphiQLPlugin, pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { type Example, examples } from '../examples';

const roles = [...new Set(examples.map((example) => example.role))];

function Examples() {
  const { addTab } = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'));

  function open({ query, variables }: Example): void {
    addTab();
    queryEditor?.setValue(query);
    // The editor would otherwise keep the scroll position of the previous tab.
    queryEditor?.setPosition({ lineNumber: 1, column: 1 });
    queryEditor?.setScrollPosition({ scrollTop: 0, scrollLeft: 0 });
    variableEditor?.setValue(variables ?? '');
  }

  return (
    <div className="examples">
      <h1>Examples</h1>
      {roles.map((role) => (
        <section key={role}>
          <h2>{role}</h2>
          {examples
            .filter((example) => example.role === role)
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

export const examplesPlugin: GraphiQLPlugin = { title: 'Examples', icon: Icon, content: Examples };
