/**
 * N: the same page with the usual stack, assembled naively: Apollo's standalone server, type-graphql, TypeORM repositories, a DataLoader per
 * relation, and graphql-shield with a rule on every field.
 */
'use strict';
require('reflect-metadata');
const { createHash } = require('node:crypto');
const { ApolloServer } = require('@apollo/server');
const { startStandaloneServer } = require('@apollo/server/standalone');
const DataLoader = require('dataloader');
const { applyMiddleware } = require('graphql-middleware');
const { GraphQLDateTime } = require('graphql-scalars');
const { rule, shield } = require('graphql-shield');
const {
  Arg,
  buildSchemaSync,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} = require('type-graphql');
const { DataSource, EntitySchema, In, MoreThanOrEqual } = require('typeorm');
const { encodeId } = require('./base32');

const column = (type, name, extra = {}) => ({ type, ...(name ? { name } : {}), ...extra });
const id = column('uuid', undefined, { primary: true });
const entity = (name, tableName, columns) => new EntitySchema({ name, tableName, columns: { id, ...columns } });
const time = (name, extra) => column('timestamptz', name, extra);
const User = entity('User', 'users', {
  username: column('text'),
  name: column('text', undefined, { nullable: true }),
  status: column('text'),
  epoch: column('integer'),
  createdAt: time('created_at'),
  lastLoginAt: time('last_login_at', { nullable: true }),
});
const Session = entity('Session', 'sessions', {
  userId: column('uuid', 'user_id'),
  userEpoch: column('integer', 'user_epoch'),
  deviceId: column('uuid', 'device_id', { nullable: true }),
  platform: column('text'),
  ip: column('text', undefined, { nullable: true }),
  createdAt: time('created_at'),
  lastSeenAt: time('last_seen_at'),
  expiresAt: time('expires_at'),
  endedAt: time('ended_at', { nullable: true }),
});
const Device = entity('Device', 'devices', {
  name: column('text'),
  platform: column('text'),
  model: column('text', undefined, { nullable: true }),
});
const Token = entity('Token', 'tokens', {
  hash: column('bytea'),
  scopes: column('text', undefined, { array: true }),
  expiresAt: time('expires_at'),
  revokedAt: time('revoked_at', { nullable: true }),
});

/** Decorators called as functions, since this file is not compiled. */
const typed = (make, name, fields) => {
  const type = { [name]: class {} }[name];
  for (const [field, [of, nullable]] of Object.entries(fields)) Field(() => of(), { nullable })(type.prototype, field);
  make(name)(type);
  return type;
};
const text = [() => String, true];
const Status = {
  ACTIVE: 'ACTIVE',
  DISABLED: 'DISABLED',
  INVITED: 'INVITED',
  PENDING_CONFIRMATION: 'PENDING_CONFIRMATION',
  PENDING_LOGIN: 'PENDING_LOGIN',
};
registerEnumType(Status, { name: 'UserStatus' });
const UserFilter = typed(InputType, 'UserFilter', {
  status: [() => [Status], true],
  lastLoginFrom: [() => Date, true],
});
const DeviceType = typed(ObjectType, 'Device', { id: [() => ID], name: text, platform: text, model: text });
const SessionType = typed(ObjectType, 'Session', {
  id: [() => ID],
  platform: text,
  ip: text,
  status: text,
  createdAt: [() => Date],
  lastSeenAt: [() => Date],
});
const SessionPage = typed(ObjectType, 'SessionConnection', { nodes: [() => [SessionType]] });
const UserType = typed(ObjectType, 'User', {
  id: [() => ID],
  username: text,
  name: text,
  status: text,
  createdAt: [() => Date],
});
const UserPage = typed(ObjectType, 'UserConnection', { nodes: [() => [UserType]] });

const resolver = (type, methods) => {
  const target = { [`${type.name}Resolver`]: class {} }[`${type.name}Resolver`];
  for (const [name, { decorate, parameters, run }] of Object.entries(methods)) {
    target.prototype[name] = run;
    Reflect.defineMetadata(
      'design:paramtypes',
      parameters.map(() => Object),
      target.prototype,
      name,
    );
    parameters.forEach((parameter, i) => parameter(target.prototype, name, i));
    decorate(target.prototype, name, Object.getOwnPropertyDescriptor(target.prototype, name));
  }
  Resolver(() => type)(target);
  return target;
};

const publicId = (prefix) => ({
  decorate: FieldResolver(() => ID),
  parameters: [Root()],
  run: (row) => encodeId(prefix, row.id),
});
const resolvers = [
  resolver(UserType, {
    users: {
      decorate: Query(() => UserPage),
      parameters: [Arg('first', () => Int), Arg('filter', () => UserFilter), Ctx()],
      run: async (first, filter, { source }) => ({
        nodes: await source.getRepository(User).find({
          where: { status: In(filter.status), lastLoginAt: MoreThanOrEqual(filter.lastLoginFrom) },
          order: { id: 'DESC' },
          take: first,
        }),
      }),
    },
    id: publicId('usr'),
    sessions: {
      decorate: FieldResolver(() => SessionPage),
      parameters: [Root(), Arg('first', () => Int), Ctx()],
      run: async (user, first, { sessions }) => ({ nodes: (await sessions.load(user.id)).slice(0, first) }),
    },
  }),
  resolver(SessionType, {
    id: publicId('ses'),
    status: {
      decorate: FieldResolver(() => String),
      parameters: [Root(), Ctx()],
      run: async (session, { users }) => {
        if (session.endedAt) return 'ENDED';
        if (session.expiresAt <= new Date()) return 'EXPIRED';
        return (await users.load(session.userId)).epoch === session.userEpoch ? 'ACTIVE' : 'ENDED';
      },
    },
    device: {
      decorate: FieldResolver(() => DeviceType, { nullable: true }),
      parameters: [Root(), Ctx()],
      run: (session, { devices }) => session.deviceId && devices.load(session.deviceId),
    },
  }),
  resolver(DeviceType, { id: publicId('dev') }),
];

const byId = (repository) =>
  new DataLoader(async (ids) => {
    const rows = new Map((await repository.findBy({ id: In(ids) })).map((row) => [row.id, row]));
    return ids.map((one) => rows.get(one) ?? null);
  });

const main = async () => {
  const source = await new DataSource({
    type: 'postgres',
    url: process.env.DATABASE_URL,
    entities: [User, Session, Device, Token],
    extra: { max: 10 },
  }).initialize();
  const schema = buildSchemaSync({ resolvers, validate: false, scalarsMap: [{ type: Date, scalar: GraphQLDateTime }] });
  const staff = rule({ cache: 'no_cache' })((_parent, _args, { token }) => token?.scopes.includes('admin') ?? false);
  const server = new ApolloServer({
    schema: applyMiddleware(schema, shield({}, { fallbackRule: staff, allowExternalErrors: true })),
  });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async ({ req }) => {
      const hash = createHash('sha256')
        .update((req.headers.authorization ?? '').slice(7))
        .digest();
      const token = await source.getRepository(Token).findOneBy({ hash });
      return {
        source,
        token: token && !token.revokedAt && token.expiresAt > new Date() ? token : null,
        users: byId(source.getRepository(User)),
        devices: byId(source.getRepository(Device)),
        sessions: new DataLoader(async (ids) => {
          const rows = await source.getRepository(Session).find({ where: { userId: In(ids) }, order: { id: 'DESC' } });
          return ids.map((one) => rows.filter(({ userId }) => userId === one));
        }),
      };
    },
  });
  console.log(`castellan ready ${url.replace(/\/$/, '')}`);
};
main();
