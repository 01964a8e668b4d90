/** The list of receipts. All other statements about them are in `core/revocation`, which writes them. */
import { Conditions, contains, filterId, filterText } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { decodeAnyId } from '../../platform/type-id';
import { revocationRows } from '../../core/revocation/find';
import type { RevocationFilter } from './list';

export const revocationList: ListSource<RevocationFilter> = {
  name: 'revocations',
  rows: revocationRows,
  orders: { REQUESTED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .anyText('x.action', 'action', filter.action)
      .id('x.actor_user_id', 'User', filter.actorUserId)
      .id('x.impersonator_user_id', 'User', filter.impersonatorId)
      .when(
        filter.actorApplicationId,
        () =>
          `(x.actor_application_id = ${add(filterId('Application', filter.actorApplicationId!))}::uuid and x.actor_user_id is null)`,
      )
      .id('x.user_id', 'User', filter.userId)
      .when(filter.targetId, () => {
        const target = decodeAnyId(filter.targetId!);
        return target
          ? `(x.target_id = ${add(target.uuid)}::uuid and x.target_type = ${add(target.type)}::text)`
          : 'false';
      })
      .when(filter.search, () => contains(add, 'lower(x.reason)', filterText('search', filter.search!)))
      .between('x.requested_at', filter.from, filter.to).list,
};
