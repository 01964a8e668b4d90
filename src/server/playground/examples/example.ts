/** An example: one tab of the playground. */

export interface Example {
  role: 'Everyone' | 'Helpdesk' | 'Operator' | 'Administrator';
  title: string;
  /** The first operation names the tab; further ones are run in order. */
  query: string;
  /** JSON variables for all operations, with placeholders named. */
  variables?: string;
}

export const asRole = (role: Example['role'], examples: Omit<Example, 'role'>[]): Example[] =>
  examples.map((example) => ({ role, ...example }));

export const variables = (values: Record<string, unknown>): string => JSON.stringify(values, null, 2);
