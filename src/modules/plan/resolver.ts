/** Plans in the schema. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import * as inputs from './inputs';
import * as service from './service';

@Resolver()
export class PlanResolver {
  @Mutation(() => inputs.PlanRevocationPayload, {
    description:
      'Says what an operation would end, and ends nothing: counts, samples, warnings, and a token with which exactly that can be carried out within ten minutes. Errors: INVALID_INPUT, and those of the operation.',
  })
  planRevocation(@Arg('input') { selector }: inputs.PlanRevocationInput, @Ctx() context: Context) {
    return service.refused(service.planRevocation(context, selector), { plan: null, errors: [] });
  }

  @Mutation(() => inputs.ApplyRevocationPayload, {
    description:
      'Carries out a plan, if it still ends exactly what was planned; a second call returns the first receipt. Errors: NOT_FOUND, PLAN_EXPIRED, PLAN_DRIFTED, and those of the operation.',
  })
  applyRevocation(@Arg('input') { planToken }: inputs.ApplyRevocationInput, @Ctx() context: Context) {
    const nothing = { results: null, revocation: null, errors: [] };
    return service.refused(service.applyRevocation(context, planToken), nothing);
  }
}
