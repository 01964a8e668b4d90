import { type OperationDefinitionNode, parse } from 'graphql';
import { KnownOperations } from '../../../src/server/known-operations';
import { schema } from '../../support/root-fields';

const remember = (known: KnownOperations, text: string, name: string | null = null) => {
  const document = parse(text);
  return known.remember(text, name, document, document.definitions[0] as OperationDefinitionNode);
};

test('many operations do not displace those in use', () => {
  const known = new KnownOperations(schema);
  const text = (n: number) => `{ a${n}: __typename }`;
  for (let n = 0; n < 500; n += 1) remember(known, text(n));
  for (let n = 500; n < 1_500; n += 1) {
    remember(known, text(n));
    known.find(text(7), null);
  }
  expect(known.find(text(7), null)).not.toBeNull();
  expect(known.find(text(8), null)).toBeNull();
  expect(known.find(text(1_499), null)).not.toBeNull();
});

test('of large operations only a few are kept', () => {
  const known = new KnownOperations(schema);
  const text = (n: number) => `{ a${n}: viewer { ${'kind '.repeat(1_900)} } }`;
  const numbers = Array.from({ length: 100 }, (_, n) => n);
  for (const n of numbers) remember(known, text(n));
  const kept = numbers.filter((n) => known.find(text(n), null));
  expect(kept.length).toBeLessThan(80);
  expect(kept).toContain(99);
});

test('an operation is found only by the text and the name that it was sent with', () => {
  const known = new KnownOperations(schema);
  remember(known, 'query A { __typename }', 'A');
  expect(known.find('query A { __typename }', 'A')).not.toBeNull();
  expect(known.find('query A { __typename }', null)).toBeNull();
  remember(known, '{ __typename }');
  expect(known.find('{ __typename }', null)).not.toBeNull();
  expect(known.find('{ __typename }', '')).toBeNull();
  expect(known.find('A\0query A { __typename }', null)).toBeNull();
  expect(known.find('query A { __typename } ', 'A')).toBeNull();
});

test('a document that was parsed again takes the place of the old one', () => {
  const known = new KnownOperations(schema);
  const first = remember(known, '{ __typename }');
  first.compiled = 'interpret';
  const second = remember(known, '{ __typename }');
  expect(second).not.toBe(first);
  expect(second.compiled).toBe('interpret');
  expect(known.find('{ __typename }', null)).toBe(second);
});

test('the facts about an operation', () => {
  const known = new KnownOperations(schema);
  const facts = (text: string) => {
    const { isMutation, introspects, costVaries, rootFields } = remember(known, text);
    return [isMutation, introspects, costVaries, rootFields.map(({ key, field }) => `${key} ${field}`)];
  };
  expect(facts('{ a: viewer { kind } __typename }')).toEqual([
    false,
    false,
    false,
    ['a viewer', '__typename introspection'],
  ]);
  expect(facts('{ ...F } fragment F on Query { __schema { description } }')).toEqual([
    false,
    true,
    false,
    ['__schema introspection'],
  ]);
  expect(
    facts('query ($n: Int) { users { nodes { ...F } } } fragment F on User { sessions(last: $n) { totalCount } }'),
  ).toEqual([false, false, true, ['users users']]);
  expect(facts('mutation { logOut { errors { code } } }').slice(0, 1)).toEqual([true]);
});
