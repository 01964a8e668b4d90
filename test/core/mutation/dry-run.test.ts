/** A dry run fails where the mutation would: at a statement that nobody waited for, too. */
import * as graphql from '../../support/graphql';
import { mutate } from '../../support/mutate';
import { startWithAdmin, type WithAdmin } from '../../support/start';

let { service, admin, stop } = {} as WithAdmin;
beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
});
afterAll(() => stop?.());

test('it fails if its event cannot be written', async () => {
  const { id } = await graphql.createPerson(admin, 'alice');
  const change = (dryRun: boolean) =>
    mutate(admin, 'updateUser', { userId: id, name: 'Changed', dryRun }, 'user { name }');
  expect((await change(true)).data.updateUser).toMatchObject({ user: { name: 'Changed' }, errors: [] });
  await graphql.sql(
    service.databaseUrl,
    `create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
     create trigger refuse before insert on events for each row execute function refuse()`,
  );
  for (const dryRun of [false, true]) expect((await change(dryRun)).errors).toHaveLength(1);
});
