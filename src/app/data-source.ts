/** The TypeORM data source with the entities of all modules. */
import { createDataSource as createFor, type ServiceDataSource } from '../database/data-source';
import type { Logger } from '../platform/logger';
import { composedModules } from './modules';

export const createDataSource = (url: string, poolSize: number, logger: Logger): ServiceDataSource =>
  createFor(url, poolSize, logger, composedModules.entities);
