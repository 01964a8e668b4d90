/**
 * A plan is a stored dry run: the operation runs, its effect is read, and the transaction is rolled back. Applying the plan runs the operation
 * again and commits only if the effect is exactly the same.
 */
import { type Context, withInspection } from '../../core/context/context';
import { secretHash } from '../../platform/hash';
import { newSecret } from '../../platform/random';
import { invalidInput, MutationError, notFound, Refusal } from '../../schema/errors';
import type { PlannableMutation } from '../../core/module/module';
import { plannableMutations } from './mutations';
import { callerKey, type MutationResult } from '../../core/mutation/run';
import type { OperationInput } from '../../core/mutation/input';
import { noCounts } from '../../core/revocation/counts';
import type { Receipt } from '../../core/revocation/engine';
import type { RevocationCounts } from '../../core/revocation/entity';
import type { OperationResult } from '../../core/mutation/many';
import { isStorable } from '../user';
import { type Effect, effectOf } from './effect';
import type { RevocationPlan } from './entity';
import type { RevocationSelector } from './inputs';
import { PLAN_MINUTES, revocationPlans } from './repository';
import { warningsOf } from './warnings';

/** Throws FORBIDDEN, and records it, under the same rule as the mutation itself. */
const checkRule = (context: Context, action: string, { rule }: PlannableMutation): void => {
  const refusal = rule.refuse(context, `Mutation.${action}`);
  if (refusal) throw refusal;
};

const selectedMutation = (selector: RevocationSelector): [string, OperationInput, PlannableMutation] => {
  const given = [...plannableMutations()].flatMap(([name, ending]) => {
    const input = selector[name];
    return input ? [[name, input, ending] as [string, OperationInput, PlannableMutation]] : [];
  });
  if (given.length !== 1)
    throw invalidInput('selector', `\`selector\` must name exactly one operation; this one names ${given.length}.`);
  const [, input] = given[0]!;
  if (input.dryRun != null || input.idempotencyKey != null)
    throw invalidInput(
      'selector',
      'A plan is always a dry run and is applied once. Omit `dryRun` and `idempotencyKey`.',
    );
  if (!isStorable(input))
    throw invalidInput('selector', '`selector` must be valid text without NUL characters or unpaired surrogates.');
  return given[0]!;
};

const resultsOf = (value: unknown): OperationResult[] => (Array.isArray(value) ? (value as OperationResult[]) : []);

/** Runs the operation and passes on its effect, which is read in the same transaction. */
const runWithEffect = async (
  context: Context,
  ending: PlannableMutation,
  input: OperationInput,
  then: (effect: Effect) => void,
): Promise<MutationResult<unknown>> => {
  const { sessionId, tokenId } = context.principal;
  return ending.run(
    withInspection(context, async (database, receipt) => then(await effectOf(database, receipt, [sessionId, tokenId]))),
    input,
  );
};

export const planRevocation = async (
  context: Context,
  selector: RevocationSelector,
): Promise<{ plan: RevocationPlan | null; errors: MutationError[] }> => {
  const [action, input, ending] = selectedMutation(selector);
  checkRule(context, action, ending);
  let effect: Effect | null = null;
  const outcome = await runWithEffect(context, ending, { ...input, dryRun: true }, (found) => (effect = found));
  if (outcome.errors.length > 0 || !effect)
    return {
      plan: null,
      errors: outcome.errors.map((error) => ({ ...error, path: pathWithinPlan(action, error.path) })),
    };
  const { digest, counts, samples } = effect as Effect;
  const results = resultsOf(outcome.value);
  // When the plan is applied, the filter must match the same number.
  const stored = 'filter' in input && input.filter ? { ...input, expectedCount: results.length } : input;
  const token = newSecret('cst_plan');
  const expiresAt = await revocationPlans(context.database).add({
    ...{ tokenHash: secretHash(token), caller: callerKey(context), userId: context.principal.userId },
    ...{ action, input: stored, counts, digest },
  });
  const plan = {
    token,
    action,
    expiresAt,
    counts,
    samples: samples as never,
    warnings: await warningsOf(context.database, effect),
    unchanged: results.filter(({ changed }) => !changed),
  };
  return { plan, errors: [] };
};

const pathWithinPlan = (action: string, path: string[] | null): string[] => [
  'input',
  'selector',
  action,
  ...(path ?? []).slice(1),
];

const driftRefusal = (planned: RevocationCounts, actual: RevocationCounts | null): Refusal =>
  new Refusal(
    'PLAN_DRIFTED',
    'The operation would no longer end exactly what was planned. Nothing was changed. Make a new plan and review the difference.',
    ['input', 'planToken'],
    // Plans that an earlier version stored have fewer kinds.
    { __typename: 'PlanDrifted', planned: { ...noCounts(), ...planned }, actual },
  );

export const applyRevocation = async (
  context: Context,
  token: string,
): Promise<{ results: OperationResult[] | null; revocation: Receipt | null; errors: MutationError[] }> => {
  const plan = await revocationPlans(context.database).findByToken(secretHash(token), callerKey(context));
  const ending = plan && plannableMutations().get(plan.action);
  if (!plan || !ending) throw notFound('plan', 'planToken');
  if (plan.expired)
    throw new Refusal(
      'PLAN_EXPIRED',
      `This plan has expired. Plans are valid for ${PLAN_MINUTES} minutes; make a new one.`,
      ['input', 'planToken'],
    );
  checkRule(context, plan.action, ending);
  const input = { ...plan.input, idempotencyKey: `plan ${plan.id}` };
  const { value, revocation, errors } = await runWithEffect(context, ending, input, ({ digest, counts }) => {
    if (digest !== plan.digest) throw driftRefusal(plan.counts, counts);
  });
  const mismatch = errors.some(({ code }) => code === 'COUNT_MISMATCH');
  if (mismatch) throw driftRefusal(plan.counts, null);
  return { results: Array.isArray(value) ? resultsOf(value) : null, revocation, errors };
};

/** Returns refusals as values in `errors`. */
export const withRefusalsAsValues = async <T extends object>(work: Promise<T>, nothing: T): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal) return { ...nothing, errors: [error.asValue()] };
    throw error;
  }
};
