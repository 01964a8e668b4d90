/**
 * A service below a path, such as https://example.com/id. Inside, every path is as it would be without: it is taken away from requests, and put
 * before what browsers get. The proxy may also take it away itself.
 */

/** `/id`, or empty. */
export const basePathOf = (publicUrl: string): string => new URL(publicUrl).pathname.replace(/\/$/, '');

/** The path and query of a request without the base. */
export const withoutBase = (url: string, base: string): string => {
  if (base === '' || !url.startsWith(base)) return url;
  const rest = url.slice(base.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : url;
};

/** Leaves addresses with a host alone, and what is below the base already: no path of the service begins like its base. */
export const withBase = (address: string, base: string): string => {
  const isPath = address.startsWith('/') && !address.startsWith('//');
  if (base === '' || !isPath || withoutBase(address, base) !== address) return address;
  return address === '/' ? base : `${base}${address}`;
};

/** The first parts of the service's own paths, which a base must not begin with. */
export const OWN_PATHS: readonly string[] = [
  ...['.well-known', 'exports', 'graphql', 'imports', 'livez', 'metrics', 'oidc', 'playground', 'readyz'],
  ...['schema.graphql', 'signin'],
];
