/**
 * Generates two files in `src/generated`: `graphql.ts` from the schema and `operations/*.graphql` (types, and documents that carry the types of their
 * variables and results), and `possible-types.ts` from the schema (which types implement an interface or belong to a union).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generate } from '@graphql-codegen/cli';
import { buildSchema, isAbstractType, print } from 'graphql';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const directory = here('src/generated/');
const schemaFile = here('../../schema.graphql');

const files = await generate(
  {
    schema: schemaFile,
    documents: [here('operations/*.graphql')],
    silent: true,
    errorsOnly: true,
    generates: {
      [directory]: {
        preset: 'client',
        presetConfig: {
          fragmentMasking: false,
          // `request` sends this text, so it needs no printer.
          onExecutableDocumentNode: (document) => ({ text: print(document) }),
        },
        config: {
          useTypeImports: true,
          enumsAsTypes: true,
          strictScalars: true,
          scalars: {
            ...{ ID: 'string', DateTime: 'string', EmailAddress: 'string' },
            ...{ JSON: 'unknown', JSONObject: 'Record<string, unknown>' },
          },
        },
      },
    },
  },
  false,
);

// The other files of the preset are for documents inside TypeScript.
const { filename, content } = files.find((file) => file.filename.endsWith('/graphql.ts'));
mkdirSync(directory, { recursive: true });
writeFileSync(filename, content.endsWith('\n') ? content : `${content}\n`);

const schema = buildSchema(readFileSync(schemaFile, 'utf8'));
const possibleTypes = Object.fromEntries(
  Object.values(schema.getTypeMap())
    .filter(isAbstractType)
    .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
);
writeFileSync(
  `${directory}possible-types.ts`,
  `/** The types that implement an interface or belong to a union, for normalized caches. */
export const possibleTypes: Record<string, string[]> = ${JSON.stringify(possibleTypes, null, 2)};
`,
);
