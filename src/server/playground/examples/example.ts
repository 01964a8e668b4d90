/** An example: one task, with the operations that it takes. */

export type Task =
  | 'My account'
  | 'My apps and devices'
  | 'Users'
  | 'Roles and groups'
  | 'Applications'
  | 'Sessions, tokens and devices'
  | 'What happened'
  | 'Many at once'
  | 'Settings';

export interface Example {
  role: 'Everyone' | 'Helpdesk' | 'Operator' | 'Administrator';
  task: Task;
  title: string;
  /** The first operation names the tab; further ones are run in order. */
  query: string;
  /** JSON variables for all operations, with placeholders named. */
  variables?: string;
}

export const asRole = (role: Example['role'], examples: Omit<Example, 'role'>[]): Example[] =>
  examples.map((example) => ({ role, ...example }));

export const variables = (values: Record<string, unknown>): string => JSON.stringify(values, null, 2);
