/** What can be planned: every mutation that ends something and carries no secret, by the rule and the service of the mutation itself. */
import type { PlannableMutation } from '../../core/module/module';

let composed: ReadonlyMap<string, PlannableMutation> = new Map();

/** By the name of the mutation, as the modules tell it. */
export const plannableMutations = (): ReadonlyMap<string, PlannableMutation> => composed;

export const composePlans = (mutations: ReadonlyMap<string, PlannableMutation>): void => {
  composed = mutations;
};
