/** Data loaders for tokens and token families. */
import { defineById } from '../../core/context/context';
import { familyRows } from './family-repository';
import { tokenRows } from './list-repository';

export const tokenById = defineById(tokenRows);

export const tokenFamilyById = defineById(familyRows);
