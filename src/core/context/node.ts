/** Finds any object by its public id, for the caller. */
import { decodeAnyId } from '../../platform/type-id';
import { withType } from '../../schema/node';
import type { Context } from './context';

export const nodeOf = async (context: Context, publicId: string): Promise<object | null> => {
  const id = decodeAnyId(publicId);
  const lookup = id && context.nodes.get(id.type);
  const found = lookup ? await lookup(context, publicId, id.uuid) : null;
  return found && withType(found, id!.type);
};
