/** What a caller depends on is locked in the order in which an ending takes it: the application before the tokens. */
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { hold } from '../../support/holding';
import { startWithAdmin, type WithAdmin } from '../../support/start';

let started: WithAdmin;
beforeAll(async () => void (started = await startWithAdmin()));
afterAll(() => started?.stop());

test("a mutation that waits for its caller's application does not hold the caller's token", async () => {
  const { service, admin } = started;
  const { viewer } = await graphql.ok(admin('{ viewer { application { id } } }'));
  const { id } = await graphql.createPerson(admin, 'locked');
  const own = decodeId('Application', viewer.application.id);
  const ending = await hold(service);
  await ending.run('select 1 from applications where id = $1 for no key update', own);
  const mutation = graphql.ok(
    admin(`mutation ($id: ID!) { disableUser(input: { userId: $id }) { user { id } ${graphql.ERRORS} } }`, { id }),
  );
  await ending.blocks();
  // As an ending of the application does next. If the mutation held them, each would wait for the other.
  await ending.run('select id from tokens where application_id = $1 for update nowait', own).finally(ending.rollback);
  await mutation;
});
