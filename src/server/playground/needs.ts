/** What each example needs, read from the authorization rules of the fields that it asks for. */
import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { isPermission, PermissionType } from '../../schema/permissions';
import type { FieldRules, Rule } from '../../schema/rules';
import { type Example, examples } from './examples';
import type { Need } from './examples/needs';

const nameOf = (permission: string): string =>
  Object.entries(PermissionType).find(([, scope]) => scope === permission)![0];

/** The permissions of a rule, as the permission census describes it; none where the caller's own things are enough. */
export const needsOfRule = ({ describe }: Pick<Rule, 'describe'>, ownIsEnough: boolean): Need[] => {
  const rule = describe.replace(/, also during impersonation$/, '');
  const own = / or own( account)?$/.test(rule);
  if (own && ownIsEnough) return [];
  const here = own || rule.endsWith(' here');
  return rule
    .split(' ')
    .filter(isPermission)
    .map((permission) => ({ permission: nameOf(permission), here }));
};

/** The root fields of an example, with the types that they belong to, and the mutation that a plan is made of. */
export const rootFieldsOf = ({ query, variables }: Example): { type: 'Query' | 'Mutation'; field: string }[] => {
  const { selector } = JSON.parse(variables ?? '{}') as { selector?: object };
  const planned = Object.keys(selector ?? {}).map((field) => ({ type: 'Mutation' as const, field }));
  const asked = (parse(query).definitions as OperationDefinitionNode[]).flatMap(({ operation, selectionSet }) =>
    selectionSet.selections.flatMap((selection) =>
      selection.kind === Kind.FIELD
        ? [{ type: operation === 'query' ? ('Query' as const) : ('Mutation' as const), field: selection.name.value }]
        : [],
    ),
  );
  return [...asked, ...planned];
};

export const needsOfExamples = (rules: FieldRules): Record<string, Need[]> =>
  Object.fromEntries(
    examples.map((example) => [
      example.title,
      rootFieldsOf(example).flatMap(({ type, field }) => {
        const rule = rules[type]![field]!;
        return rule === 'carried' ? [] : needsOfRule(rule, example.role === 'Everyone');
      }),
    ]),
  );
