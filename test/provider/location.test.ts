/**
 * Where a GeoIP database is configured, a sign-in says where it came from. `places.mmdb` is a real MaxMind database of made-up places:
 * 127.0.0.0/8 has a city, 192.0.2.0/24 and 2001:db8::/32 too, 198.51.100.0/24 only a country, 203.0.113.0/24 only where it is registered.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLocations } from '../../src/provider/sessions/location';
import * as graphql from '../support/graphql';
import { runToEnd, startService, type Service } from '../support/service';

const PLACES = path.resolve(__dirname, '../support/fixtures/places.mmdb');

describe('a service with a GeoIP database', () => {
  let service: Service;
  beforeAll(async () => void (service = await startService({ env: { GEOIP_DATABASE: PLACES } })));
  afterAll(() => service?.stop());

  test('shows the place of each session', async () => {
    const admin = graphql.as(service, await graphql.adminToken(service));
    const web = await graphql.webApplication(service, admin);
    const { username } = await graphql.createPerson(admin, 'located');
    const { access_token: token } = await graphql.tokensOf(web, username, 'openid self');
    const { viewer } = await graphql.ok(graphql.as(service, token)('{ viewer { session { ip location } } }'));
    expect(viewer.session).toEqual({ ip: '127.0.0.1', location: 'Loopham, Homeland' });
  });
});

test.each([
  ['192.0.2.7', 'Testville, Exampleland'],
  ['2001:db8::1', 'Docstadt, Exampleland'],
  ['198.51.100.1', 'Exampleland'],
  ['203.0.113.9', 'Registeria'],
  ['8.8.8.8', null],
  ['not an address', null],
])('%s is in %s', async (ip, place) => {
  const locate = await openLocations(PLACES);
  expect(locate(ip)).toBe(place);
});

test('a file that is no GeoIP database ends the start with one clear line', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'castellan-geoip-'));
  const file = path.join(folder, 'city.mmdb');
  writeFileSync(file, 'these are no places');
  const { code, stderr } = await runToEnd({
    PORT: '0',
    DATA_DIR: folder,
    DATABASE_URL: process.env.CASTELLAN_TEST_SERVER!,
    GEOIP_DATABASE: file,
  });
  rmSync(folder, { recursive: true, force: true });
  expect(code).toBe(1);
  expect(stderr).toContain(`GEOIP_DATABASE ${file} cannot be read`);
});
