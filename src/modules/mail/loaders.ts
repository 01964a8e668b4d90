/** Loaders for mails. */
import { defineLoader } from '../../core/context/context';
import { byId } from '../../database/loaders';
import type { Mail } from './entity';
import { mailColumns } from './repository';

export const mailById = defineLoader((database) => byId<Mail>(database, mailColumns, 'mails x'));
