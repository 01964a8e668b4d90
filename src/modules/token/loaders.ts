/** Reads tokens and token families for one request. */
import { defineLoader } from '../../core/context/context';
import { byId } from '../../database/loaders';
import type { Token } from './entity';
import { familyColumns, familyFrom, type TokenFamily } from './family';
import { tokenColumns, tokenFrom } from './list';

export const tokenById = defineLoader((database) => byId<Token>(database, tokenColumns, tokenFrom));

export const tokenFamilyById = defineLoader((database) => byId<TokenFamily>(database, familyColumns, familyFrom));
