/** The kinds of paths, for metrics, traces and the log: a short fixed list, because a path itself may hold an id or whatever a client sends. */
import { PROVIDER_PATHS } from '../provider/paths';

const EXACT = new Set<string>([
  ...Object.keys(PROVIDER_PATHS).filter((path) => !path.includes(':')),
  ...['/', '/graphql', '/schema.graphql', '/exports/users', '/imports', '/livez', '/readyz', '/metrics', '/playground'],
]);

const UNDER: [RegExp, string][] = [
  [/^\/oidc\/auth\/[^/]+$/, '/oidc/auth/:uid'],
  [/^\/oidc\/device\/[^/]+$/, '/oidc/device/:uid'],
  [/^\/signin\/[^/]+$/, '/signin/:uid'],
  [/^\/signin\/[^/]+\/forgotten$/, '/signin/:uid/forgotten'],
  [/^\/signin\/[^/]+\/sign-up$/, '/signin/:uid/sign-up'],
  [/^(\/oidc)?\/\.well-known\//, '/.well-known'],
  [/^\/playground\//, '/playground'],
];

export const UNKNOWN_ROUTE = 'other';

export const routeOf = (path: string): string => {
  if (EXACT.has(path)) return path;
  return UNDER.find(([pattern]) => pattern.test(path))?.[1] ?? UNKNOWN_ROUTE;
};

/** Asked by machines every few seconds. */
const PROBES = new Set(['/livez', '/readyz', '/metrics']);
export const isProbe = (route: string): boolean => PROBES.has(route);
