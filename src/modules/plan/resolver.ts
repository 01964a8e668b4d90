/** GraphQL mutations of plans. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import * as inputs from './inputs';
import * as service from './service';

@Resolver()
export class PlanResolver {
  @Mutation(() => inputs.PlanRevocationPayload, {
    description:
      'Shows what an operation would end, without ending anything: counts, samples, warnings, and a token that applies exactly this plan within ten minutes. Errors: INVALID_INPUT, and those of the operation.',
  })
  planRevocation(@Arg('input') { selector }: inputs.PlanRevocationInput, @Ctx() context: Context) {
    return service.withRefusalsAsValues(service.planRevocation(context, selector), { plan: null, errors: [] });
  }

  @Mutation(() => inputs.ApplyRevocationPayload, {
    description:
      'Applies a plan if it would still end exactly what was planned. A second call returns the first receipt. Errors: NOT_FOUND, PLAN_EXPIRED, PLAN_DRIFTED, and those of the operation.',
  })
  applyRevocation(@Arg('input') { planToken }: inputs.ApplyRevocationInput, @Ctx() context: Context) {
    const nothing = { results: null, revocation: null, errors: [] };
    return service.withRefusalsAsValues(service.applyRevocation(context, planToken), nothing);
  }
}
