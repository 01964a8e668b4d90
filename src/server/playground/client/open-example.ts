/** Opens an operation: in the current tab if that has nothing of the user's own, otherwise in a new one. */
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import type { Example } from '../examples';

type Operation = Pick<Example, 'query' | 'variables'>;

export function useOpen(offered: Example[]): (operation: Operation) => void {
  const { addTab } = useGraphiQLActions();
  const { queryEditor, variableEditor, responseEditor } = useGraphiQL(
    pick('queryEditor', 'variableEditor', 'responseEditor'),
  );

  return ({ query, variables }) => {
    const present = queryEditor?.getValue() ?? '';
    const untouched = present.trim() === '' || offered.some((example) => example.query === present);
    if (untouched) responseEditor?.setValue('');
    else addTab();
    queryEditor?.setValue(query);
    // The editor would otherwise keep the scroll position of the previous operation.
    queryEditor?.setPosition({ lineNumber: 1, column: 1 });
    queryEditor?.setScrollPosition({ scrollTop: 0, scrollLeft: 0 });
    variableEditor?.setValue(variables ?? '');
  };
}
