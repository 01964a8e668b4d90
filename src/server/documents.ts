/** The memory that parsed documents take up, and the store from which Apollo Server takes those that it has parsed before. */
import type { DocumentStore } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { RecentMap } from './recent-map';

const MIB = 1_024 * 1_024;
const MAX_STORED = 1_000;
const MAX_STORED_BYTES = 32 * MIB;

/** A token, with the nodes and locations made of it. */
const BYTES_OF_TOKEN = 512;
/** In the text, and again in the value of a string. */
const BYTES_OF_CHARACTER = 4;

/** A document refers to its text and, through its locations, to all tokens of the text, including comments. */
export const bytesOf = ({ loc }: DocumentNode): number => {
  let bytes = BYTES_OF_CHARACTER * (loc?.source.body.length ?? 0);
  for (let token = loc?.startToken ?? null; token; token = token.next) bytes += BYTES_OF_TOKEN;
  return bytes;
};

/** Apollo's own store measures documents without their text and tokens. */
export const createDocumentStore = (): DocumentStore => {
  const documents = new RecentMap<DocumentNode>(MAX_STORED, MAX_STORED_BYTES);
  return {
    get: async (key) => documents.get(key),
    set: async (key, document) => documents.set(key, document, bytesOf(document)),
    delete: async (key) => documents.delete(key),
  };
};
