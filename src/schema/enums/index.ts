/** GraphQL enums by theme, with a description for each value. Spelling is the same in TypeScript, in the tables and in GraphQL. */
export * from './application';
export * from './authenticator';
export * from './device';
export * from './error';
export * from './event';
export * from './identity';
export * from './import';
export * from './list';
export * from './mail';
export * from './revocation';
export * from './session';
export * from './token';
