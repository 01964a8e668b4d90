/** The mutations that can be planned: those that end something and whose input has no secret. */
import type { PlannableMutation } from '../../core/module/module';

let composed: ReadonlyMap<string, PlannableMutation> = new Map();

/** By the name of the mutation. */
export const plannableMutations = (): ReadonlyMap<string, PlannableMutation> => composed;

export const composePlans = (mutations: ReadonlyMap<string, PlannableMutation>): void => {
  composed = mutations;
};
