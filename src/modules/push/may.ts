/** Who may end push: asked by the mutation, which enforces it. */
import { outOfReach, type Refusal } from '../../schema/errors';
import { mayReach, type Principal } from '../viewer/principal';

export const mayRevokePush = (principal: Principal, userId: string): Refusal | null =>
  mayReach(principal, 'devices:disconnect', userId) ? null : outOfReach('user', 'userId', 'devices:disconnect');
