/** The TypeORM data source with the entities of all modules. */
import type { DataSource } from 'typeorm';
import { createDataSource as createFor } from '../database/data-source';
import type { Logger } from '../platform/logger';
import { composedModules } from './modules';

export const createDataSource = (url: string, poolSize: number, logger: Logger): DataSource =>
  createFor(url, poolSize, logger, composedModules.entities);
