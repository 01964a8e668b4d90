/** Data loaders for tokens and token families. */
import { defineLoader } from '../../core/context/context';
import { byId } from '../../database/loaders';
import type { Token, TokenFamily } from './entity';
import { familyColumns, familyFrom } from './family-repository';
import { tokenColumns, tokenFrom } from './list-repository';

export const tokenById = defineLoader((database) => byId<Token>(database, tokenColumns, tokenFrom));

export const tokenFamilyById = defineLoader((database) => byId<TokenFamily>(database, familyColumns, familyFrom));
