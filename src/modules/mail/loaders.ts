/** Loaders for mails. */
import { defineById } from '../../core/context/context';
import { mailRows } from './repository';

export const mailById = defineById(mailRows);
