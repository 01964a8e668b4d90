/** What the modules declare in their `vocabulary.ts`, read without loading the service. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { PermissionKind } from '../../src/schema/permissions';

interface Vocabulary {
  ids?: Record<string, string>;
  permissions?: Record<string, PermissionKind>;
}

const SRC = path.join(__dirname, '../../src');

export const vocabularies: Vocabulary[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'vocabulary.ts')
  .map((file) => jest.requireActual<Vocabulary>(path.join(SRC, file)));

/** `users:setPassword` is `USERS_SET_PASSWORD` in the schema. */
export const enumName = (scope: string): string =>
  scope
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .replace(':', '_')
    .toUpperCase();

/** Permissions that can be granted on an object, as the schema names them. */
export const OBJECT_PERMISSIONS = vocabularies.flatMap(({ permissions = {} }) =>
  Object.entries(permissions).flatMap(([scope, kind]) => (kind === 'ON_OBJECTS' ? [enumName(scope)] : [])),
);
