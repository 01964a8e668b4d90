/** What an example is: one tab of the playground. */

export interface Example {
  role: 'Everyone' | 'Helpdesk' | 'Operator' | 'Administrator';
  title: string;
  /** The first operation gives the tab its name; where there are more, they are run in the order they stand in. */
  query: string;
  /** JSON for all of its operations, with the places to fill in named. */
  variables?: string;
}

export const asRole = (role: Example['role'], examples: Omit<Example, 'role'>[]): Example[] =>
  examples.map((example) => ({ role, ...example }));

export const variables = (values: Record<string, unknown>): string => JSON.stringify(values, null, 2);
