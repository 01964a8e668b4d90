/**
 * What the browser keeps of the playground. Tabs, variables, headers and answers can contain secrets, so GraphiQL keeps them in memory only; the
 * layout goes to localStorage. Operations outlast a sign-in in sessionStorage, without any text that was typed as a value.
 */

const NAMESPACE = 'graphiql:';
const LAYOUT = ['theme', 'visiblePlugin', 'editorFlex', 'secondaryEditorFlex', 'docExplorerFlex'].map(
  (name) => NAMESPACE + name,
);

const memory = new Map<string, string>();
const storeOf = (key: string): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> =>
  LAYOUT.includes(key)
    ? localStorage
    : {
        getItem: (name) => memory.get(name) ?? null,
        setItem: (name, value) => void memory.set(name, value),
        removeItem: (name) => void memory.delete(name),
      };

/** For GraphiQL. */
export const storage = {
  getItem: (key: string) => storeOf(key).getItem(key),
  setItem: (key: string, value: string) => storeOf(key).setItem(key, value),
  removeItem: (key: string) => storeOf(key).removeItem(key),
  clear: () => memory.clear(),
  get length() {
    return memory.size;
  },
};

/** Earlier versions kept everything. */
export const removeWhatEarlierVersionsKept = (): void => {
  for (const key of Object.keys(localStorage))
    if (key.startsWith(NAMESPACE) && !LAYOUT.includes(key)) localStorage.removeItem(key);
  sessionStorage.removeItem('castellan.tokens');
};

/** The operation without its comments and the texts in it, which can be secrets. */
export const withoutTexts = (query: string): string =>
  query.replace(/[ \t]*#.*\n?|"""[\s\S]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?/g, (found) =>
    found.startsWith('"') ? '""' : '',
  );

const OPERATIONS = 'castellan.operations';
const HISTORY = 'castellan.history';
const MAX_HISTORY = 30;

const read = (key: string): string[] => JSON.parse(sessionStorage.getItem(key) ?? '[]') as string[];

export const keepOperations = (queries: string[]): void => {
  if (queries.length > 0) sessionStorage.setItem(OPERATIONS, JSON.stringify(queries.map(withoutTexts)));
};

/** The operations from before the sign-in. */
export const takeOperations = (): string[] => {
  const queries = read(OPERATIONS);
  sessionStorage.removeItem(OPERATIONS);
  return queries;
};

const listeners = new Set<() => void>();
let past = read(HISTORY);

/** What was run since the sign-in, the newest first. */
export const history = (): readonly string[] => past;

export const onHistory = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const setHistory = (queries: string[]): void => {
  past = queries;
  if (past.length > 0) sessionStorage.setItem(HISTORY, JSON.stringify(past));
  else sessionStorage.removeItem(HISTORY);
  for (const listener of listeners) listener();
};

export const addToHistory = (query: string): void => {
  const text = withoutTexts(query);
  setHistory([text, ...past.filter((other) => other !== text)].slice(0, MAX_HISTORY));
};

export const forgetHistory = (): void => setHistory([]);

export const forgetAll = (): void => {
  memory.clear();
  sessionStorage.removeItem(OPERATIONS);
  forgetHistory();
};
