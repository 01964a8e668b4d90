/** Generates `src/generated/graphql.ts` from the schema and `operations/*.graphql`: types, and documents that carry the types of their variables and results. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generate } from '@graphql-codegen/cli';
import { print } from 'graphql';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const directory = here('src/generated/');

const files = await generate(
  {
    schema: here('../../schema.graphql'),
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
