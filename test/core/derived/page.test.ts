/** docs/authority.md is true: its operations show and end what was created with a token. */
import * as graphql from '../../support/graphql';
import { derivedWorld } from '../../support/derived';
import { DocumentPage } from '../../support/page-code';
import { type Service, startService } from '../../support/service';

const page = new DocumentPage('docs/authority.md');

let service: Service;
beforeAll(async () => void (service = await startService()));
afterAll(() => service?.stop());

it('traces and ends what a stolen token created', async () => {
  const { admin, person, apiToken, isActive } = await derivedWorld(service);
  const victim = await person('ADMIN');
  const made = await apiToken(victim.by, victim.id);
  const [trace, end] = page.blocks.map(({ code }) => page.run(code));

  const { derived } = (await graphql.ok(admin(trace!, { id: victim.tokenId }))).trace;
  expect(derived).toMatchObject({ totalCount: 1, nodes: [{ kind: 'API_TOKEN', credentialId: made.id, live: true }] });
  const { revocation, errors } = (await graphql.ok(admin(end!, { id: victim.tokenId }))).revokeToken;
  expect(errors).toEqual([]);
  expect(revocation).toMatchObject({ counts: { apiTokens: 1 }, changesLeft: 0 });
  expect(await isActive(made.value)).toBe(false);
  expect(page.left).toEqual([]);
});
